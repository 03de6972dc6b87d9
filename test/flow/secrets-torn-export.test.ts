import { existsSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leftoversCheck } from "../../src/flows/checks/leftovers.ts";
import { writeEnv } from "../../src/flows/env-write.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { deliver } from "../../src/flows/secrets/export-values.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const world = () => home.world({ env: { AVB_STATE_DIR: home.state, PATH: process.env.PATH ?? "" } });

/** A temporary file as a killed write leaves it, last written so long ago. */
function torn(name: string, { mode = 0o600, ageS = 3600 } = {}): string {
  const path = join(home.root, name);
  writeFileSync(path, "OPENAI_API_KEY=", { mode });
  utimesSync(path, Date.now() / 1000 - ageS, Date.now() / 1000 - ageS);
  return path;
}

test("what a killed export has left goes with the next one; whatever may be another's stays", async () => {
  const left = torn(".0123456789ab.tmp");
  const others = [
    torn(".0123456789ac.tmp", { mode: 0o644 }),
    torn(".0123456789ad.tmp", { ageS: 5 }),
    torn(".notes.tmp"),
    torn("0123456789ab.tmp"),
  ];
  const delivery = { path: "out.env", text: "A=1\n", isPrivate: true, force: false };
  await deliver(world(), delivery);
  expect([existsSync(left), others.map((path) => existsSync(path))]).toEqual([false, others.map(() => true)]);
  expect(statSync(join(home.root, "out.env")).mode & 0o777).toBe(0o600);
});

test("what a killed 'env --write' has left goes with the next one", async () => {
  const left = torn(".0123456789ab.tmp");
  await writeEnv(world(), {
    overrides: {},
    wishes: { view: "host", services: [], renames: [] },
    path: ".env",
    force: false,
  });
  expect([existsSync(left), existsSync(join(home.root, ".env"))]).toEqual([false, true]);
});

test("the doctor finds it in the repository, and its cure is to remove it", async () => {
  const left = torn(".0123456789ab.tmp");
  torn(".0123456789ac.tmp", { mode: 0o644 });
  const here = world();
  const found = await leftoversCheck.run(here, { checkout: await openCheckout(here) } as never);
  expect(found).toEqual([
    expect.objectContaining({ state: "warn", cure: { kind: "remove", path: left }, fixes: [`rm ${left}`] }),
  ]);
});
