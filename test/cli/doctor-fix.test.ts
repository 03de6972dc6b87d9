import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { avbHome } from "../support/run-avb.ts";

const claimed = await claimThisSlot("6");
afterAll(() => claimed.release());

const home = avbHome();
/** A slot of its own, and no engine: tests of other files use others. */
const ALONE = { AVB_SLOT: "6", DOCKER_HOST: "unix:///nowhere/docker.sock" };
const CHECKS = "state,secrets,gitignore,leftovers";

afterAll(() => home.remove());

function plant(): string {
  execFileSync("git", ["init", "-q", home.cwd], { env: home.env });
  writeFileSync(join(home.cwd, ".env"), "A=1\n");
  const state = home.env.AVB_STATE_DIR ?? "";
  mkdirSync(state, { mode: 0o777, recursive: true });
  chmodSync(state, 0o777);
  writeFileSync(join(state, "slots.json"), "{}", { mode: 0o644 });
  return state;
}

test("--fix --plan says what --fix then does: modes and .gitignore are right, and the second run finds nothing", async () => {
  const state = plant();
  const planned = await home.run(["dev", "doctor", "--check", CHECKS, "--fix", "--plan"], ALONE);
  expect(planned.stdout).toContain(`give ${state} the mode 0700 (${state} is open to other users (mode 0777))`);
  expect([planned.status, statSync(state).mode & 0o777]).toEqual([0, 0o777]);
  const fixed = await home.run(["dev", "doctor", "--check", CHECKS, "--fix", "--json"], ALONE);
  const { data } = JSON.parse(fixed.stdout);
  expect([fixed.status, data.healthy, data.curable, data.plan.length]).toEqual([0, true, 0, 3]);
  expect([statSync(state).mode & 0o777, statSync(join(state, "slots.json")).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(readFileSync(join(home.cwd, ".gitignore"), "utf8")).toBe("/.env\n");
  const again = await home.run(["dev", "doctor", "--check", CHECKS], ALONE);
  expect([again.status, again.stdout.match(/^(warn|fail)/gm)]).toEqual([0, null]);
  expect(again.stderr).toBe("");
});

test("--bundle writes one private page within ten seconds of a frozen engine, and prints where", async () => {
  const socket = join(home.folder, "frozen.sock");
  const sockets: Socket[] = [];
  const frozen = createServer((one) => sockets.push(one)).listen(socket);
  await once(frozen, "listening");
  const begun = performance.now();
  const env = { ...ALONE, DOCKER_HOST: `unix://${socket}`, APP_PASSWORD: "cli-canary-0123456789" };
  const out = join(home.folder, "support.md");
  const run = await home.run(["dev", "doctor", "--bundle", "--out", out], env);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect([run.status, run.stdout, statSync(out).mode & 0o777]).toEqual([0, `${out}\n`, 0o600]);
  const text = readFileSync(out, "utf8");
  expect(text).toMatch(/warn {2}engine: .*accepted the connection but did not answer/);
  expect(text).toContain("start-server: start the sandbox server");
  expect(text).not.toContain("cli-canary");
  const again = await home.run(["dev", "doctor", "--bundle", "--out", out, "--json", "--check", "node"], env);
  expect([again.status, JSON.parse(again.stdout).error.code]).toEqual([2, "BUNDLE_EXISTS"]);
  const both = await home.run(["dev", "doctor", "--bundle", "--fix"], env);
  expect([both.status, both.stdout]).toEqual([2, ""]);
  for (const one of sockets) one.destroy();
  frozen.close();
});
