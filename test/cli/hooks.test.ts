import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { faultStack } from "../support/fault-stack.ts";

const claimed = await claimThisSlot("8");
afterAll(() => claimed.release());

const stack = faultStack("8");
afterAll(() => stack.remove());
const file = (name: string) => join(stack.home.cwd, name);

/** Waits for a file, having started a child that takes no notice of SIGTERM; both pids are written down. */
const HOOK = `import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
const child = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"]);
writeFileSync("pids", process.pid + " " + child.pid);
if (existsSync("go")) { console.log("went"); child.kill("SIGKILL"); process.exit(0); }
setInterval(() => {}, 1000);
`;

const isAlive = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] !== "Z";
  } catch {
    return false;
  }
};

test("Ctrl-C ends a hook with all that it started, and the next up runs that hook alone", {
  timeout: 60_000,
}, async () => {
  writeFileSync(file(".devenvrc"), "hooks: {after_usable: [node, hook.mjs]}\n");
  writeFileSync(file("hook.mjs"), HOOK);
  expect((await stack.home.run(["trust", "--yes"])).status).toBe(0);
  const up = stack.start("up", "--mode", "sandbox");
  const status = new Promise((resolve) => up.once("exit", resolve));
  await expect.poll(() => existsSync(file("pids")), { timeout: 30_000 }).toBe(true);
  const pids = readFileSync(file("pids"), "utf8").split(" ").map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  up.kill("SIGINT");
  expect(await status).toBe(130);
  await expect.poll(() => pids.map(isAlive)).toEqual([false, false]);

  writeFileSync(file("go"), "");
  const again = await stack.avb("up", "--json");
  expect(JSON.parse(again.stdout).data.plan).toMatchObject([
    { id: "hook-after_usable", because: "it has not come to its end yet" },
  ]);
  expect(JSON.parse((await stack.avb("up", "--json")).stdout).data.plan).toEqual([]);
  await stack.expectDown();
});

/** Takes no notice of SIGTERM but for writing down that it came. */
const DEAF = `import { writeFileSync } from "node:fs";
process.on("SIGTERM", () => writeFileSync("told", ""));
setInterval(() => {}, 1000);
writeFileSync("deaf", String(process.pid));
`;

test("a second Ctrl-C leaves at once, ends a hook that does not want to, and the next up takes over", {
  timeout: 60_000,
}, async () => {
  writeFileSync(file(".devenvrc"), "hooks: {after_usable: [node, deaf.mjs]}\n");
  writeFileSync(file("deaf.mjs"), DEAF);
  expect((await stack.home.run(["trust", "--yes"])).status).toBe(0);
  const up = stack.start("up", "--mode", "sandbox");
  const status = new Promise((resolve) => up.once("exit", resolve));
  await expect.poll(() => existsSync(file("deaf")), { timeout: 30_000 }).toBe(true);
  up.kill("SIGINT");
  await expect.poll(() => existsSync(file("told")), { timeout: 4000, interval: 20 }).toBe(true);
  up.kill("SIGINT");
  expect(await status).toBe(130);
  await expect.poll(() => isAlive(Number(readFileSync(file("deaf"), "utf8")))).toBe(false);

  // Whoever left at once had no time to give the lock back.
  const { status: next, stderr } = await stack.avb("up", "--no-hooks");
  expect([next, stderr]).toEqual([0, expect.stringContaining("took over from 'avb dev up' (pid ")]);
  await stack.expectDown();
});

test("what a failing hook wrote last is printed once, and once where nothing of the story is", {
  timeout: 60_000,
}, async () => {
  writeFileSync(file(".devenvrc"), "hooks: {after_usable: [sh, -c, 'echo no such table; exit 4']}\n");
  expect((await stack.home.run(["trust", "--yes"])).status).toBe(0);
  const times = (text: string) => text.match(/\| no such table$/gm)?.length;
  for (const flags of [[], ["--quiet"], ["--progress", "json"]]) {
    const { status, stderr } = await stack.avb("up", "--mode", "sandbox", ...flags);
    expect([status, times(stderr)], `${flags} ${stderr}`).toEqual([8, 1]);
  }
  const { stdout } = await stack.avb("up", "--mode", "sandbox", "--json");
  expect(JSON.parse(stdout).error).toMatchObject({ code: "HOOK_FAILED", detail: "no such table" });
  await stack.expectDown();
});
