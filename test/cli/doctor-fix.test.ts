import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { avbHome } from "../support/run-avb.ts";

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
