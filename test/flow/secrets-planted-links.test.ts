import { execFileSync } from "node:child_process";
import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { deliver } from "../../src/flows/secrets/export-values.ts";
import { requirePinned } from "../../src/flows/secrets/store-pin.ts";
import { acceptLocalFile } from "../../src/flows/secrets/stores/local-file.ts";
import { goodFor } from "../support/credential-samples.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

const VALUE = goodFor("openai-key");
let home: TempCheckout;
let victim: string;
beforeEach(async () => {
  home = tempCheckout();
  victim = join(dirname(home.root), "victim");
  writeFileSync(victim, "mine\n", { mode: 0o644 });
  await set(await secretsOf(home.world()), "jwt", goodFor("signing-key"));
});
afterEach(() => home.remove());

/** What is put in an output's place, by somebody who wants it to be written elsewhere, read by others, or to hang. */
const ATTACKS: Readonly<Record<string, (path: string) => void>> = {
  "a link": (path) => symlinkSync(victim, path),
  "a link to nothing": (path) => symlinkSync(join(dirname(victim), "new"), path),
  "a second name": (path) => linkSync(victim, path),
  "a folder": (path) => mkdirSync(path),
  "a pipe": (path) => execFileSync("mkfifo", [path]),
};

const found = (ending: string): string =>
  join(dirname(home.root), home.everything().find((path) => path.endsWith(ending)) ?? expect.fail(ending));

/** Every file that a verb writes, and what writes it. */
const OUTPUTS: Readonly<Record<string, { place(): string; act(): Promise<unknown> }>> = {
  "the file of export": {
    place: () => join(home.root, "out.env"),
    act: async () => deliver(home.world(), { path: "out.env", text: `X=${VALUE}\n`, isPrivate: true, force: true }),
  },
  "the file of limits": {
    place: () => join(home.root, "quotas.json"),
    act: async () => deliver(home.world(), { path: "quotas.json", text: "{}", isPrivate: false, force: true }),
  },
  "the local store": {
    place: () => found("dev.age"),
    act: async () => set(await secretsOf(home.world()), "openai", VALUE),
  },
  "its key": {
    place: () => found("identity.txt"),
    act: async () => set(await secretsOf(home.world()), "openai", VALUE),
  },
  "its mark": {
    place: () => found(".json"),
    act: async () => acceptLocalFile((await secretsOf(home.world())).tools),
  },
  "the pin": {
    place: () => join(dirname(found("dev.age")), "dev.aws.pin"),
    act: async () =>
      requirePinned((await secretsOf(home.world())).tools, "aws", { what: `account ${VALUE}`, names: [] }),
  },
};

describe.each(Object.keys(OUTPUTS))("%s", (output) => {
  test.each(Object.keys(ATTACKS))(
    "exchanged for %s: nothing is written through it, and nothing hangs",
    async (attack) => {
      const { place, act } = OUTPUTS[output] ?? expect.fail(output);
      const path = place();
      rmSync(path, { force: true });
      ATTACKS[attack]?.(path);
      const error: unknown = await act().then(
        () => undefined,
        (cause: unknown) => cause,
      );
      if (error !== undefined) expect(error).toBeInstanceOf(AvbError);
      expect(readFileSync(victim, "utf8")).toBe("mine\n");
      expect(home.everything()).not.toContain("new");
      const facts = lstatSync(path);
      // Refused, or a file of its own in the link's place: never the other one's.
      if (error === undefined) expect([facts.isFile(), facts.nlink, facts.mode & 0o022]).toEqual([true, 1, 0]);
    },
  );
});

test("a folder of somebody else's in the store's place is not used", async () => {
  const folder = dirname(found("dev.age"));
  const other = join(dirname(victim), "other");
  mkdirSync(other, { mode: 0o777 });
  rmSync(folder, { recursive: true });
  symlinkSync(other, folder);
  await expect(set(await secretsOf(home.world()), "openai", VALUE)).rejects.toThrow(AvbError);
});
