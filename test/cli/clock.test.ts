import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { endServersOf } from "../support/sandbox-processes.ts";

const claimed = await claimThisSlot("5");
afterAll(() => claimed.release());

const BIN = join(import.meta.dirname, "../../bin/run.js");
const MONTH = ["dev", "clock", "+1month"];
let home: AvbHome;
beforeAll(() => {
  home = avbHome();
});
afterAll(() => {
  endServersOf(home);
  home.remove();
});

const avb = (...args: string[]) => home.run(args, { AVB_SLOT: "5" });
async function dataOf(...args: string[]) {
  const run = await avb(...args, "--json");
  expect(run, run.stdout + run.stderr).toMatchObject({ status: 0, stderr: "" });
  return JSON.parse(run.stdout);
}

test("a month ahead: tokens go along, avb's own proof allows for it, a restart keeps it, a reset ends it", async () => {
  expect(await avb(...MONTH)).toMatchObject({ status: 8, stdout: "" });
  const begun = await avb("dev", "up", "--json");
  expect(begun, begun.stdout + begun.stderr).toMatchObject({ status: 0 });
  const still = await dataOf("dev", "clock");
  expect(still).toMatchObject({ data: { offsetSeconds: 0 }, warnings: [] });

  const run = await avb(...MONTH);
  expect(run.stdout).toMatch(
    /^Real time {11}\S+Z\nSandbox time {8}\S+Z\nOffset {14}(28|29|30|31) days ahead of real time\n/,
  );
  expect(run.stdout).toMatch(/^Invoices finalised {2}\d+\nWebhooks queued {5}\d+\nSessions ended {6}\d+$/m);
  expect(run.stderr).toMatch(
    /^avb: warning: the sandbox's clock is .* not valid yet; avb dev clock reset ends that\n$/,
  );

  const { data: moved, warnings } = await dataOf("dev", "clock", "show");
  expect(moved.offsetSeconds % 86_400).toBe(0);
  expect(warnings).toHaveLength(1);
  const { data: seen } = await dataOf("dev", "status");
  expect([seen.state, seen.remarks]).toEqual(["usable", warnings]);
  const { data: token } = await dataOf("dev", "token");
  expect(Math.abs(token.claims.iat + 30 - moved.offsetSeconds - Date.now() / 1000)).toBeLessThan(60);

  const again = await avb("dev", "restart", "--json");
  expect(again, again.stdout + again.stderr).toMatchObject({ status: 0 });
  expect(JSON.parse(again.stdout).data.plan.map(({ id }: { id: string }) => id)).toContain("prove-token");
  expect((await dataOf("dev", "clock")).data.offset).toBe(moved.offset);
  expect((await dataOf("dev", "clock", "-1day")).data.offsetSeconds).toBe(moved.offsetSeconds - 86_400);
  expect((await dataOf("dev", "clock", "reset")).data).toMatchObject({ offsetSeconds: 0, moved: { sessionsEnded: 0 } });
}, 60_000);

test.concurrent.each([
  [["+1fortnight"], "avb dev clock +1month"],
  [["set", "2027-02-30"], "avb dev clock set 2027-01-31"],
  [["2027-01-31"], "avb dev clock set 2027-01-31"],
  [["+1month", "2", "3"], "avb dev clock --help"],
])("%j is refused with 2, one line and a command", async (words, fix) => {
  const { status, stdout, stderr } = await avb("dev", "clock", ...words);
  expect([status, stdout, stderr.trim().split("\n").length]).toEqual([2, "", 1]);
  expect(stderr).toContain(`Fix: ${fix}. [USAGE]`);
});

test.concurrent("a shell completes the words", async () => {
  const { stdout } = await avb("completion", "bash");
  expect(stdout).toContain("'dev clock') printf '%s' '+1month reset set show' ;;");
});

test("what a pipe brings is not taken for a word", () => {
  const options = { cwd: home.cwd, env: home.env, input: "+1fortnight", encoding: "utf8" } as const;
  expect(spawnSync(process.execPath, [BIN, "dev", "clock"], options).stderr).toContain("[SANDBOX_NOT_RUNNING]");
});
