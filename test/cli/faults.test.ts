import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type FaultStack, faultStack, ROUNDS } from "../support/fault-stack.ts";
import { endServersOf, serversOf } from "../support/sandbox-processes.ts";

const claimed = await claimThisSlot("8");
afterAll(() => claimed.release());

const BIN = join(import.meta.dirname, "../../bin/run.js");
const SLOT = "8";

let stack: FaultStack;
beforeEach(() => {
  stack = faultStack(SLOT);
});
afterEach(() => stack.remove());

describe("faults", () => {
  test.each(ROUNDS)("a server that is killed is started again by the next up (round %i)", async () => {
    await stack.expectUp();
    endServersOf(stack.home);
    expect((await stack.avb("status", "--exit-code")).status).toBe(8);
    await stack.expectUp();
  });

  test.each(ROUNDS)("a server that is killed while it is filled is made whole by the next up (round %i)", async () => {
    const seeding = stack.start("up");
    await expect.poll(() => serversOf(stack.home).length, { timeout: 20_000, interval: 10 }).toBe(1);
    const killing = setTimeout(() => endServersOf(stack.home), Math.random() * 600);
    await once(seeding, "close");
    clearTimeout(killing);
    endServersOf(stack.home);
    await stack.expectUp();
  });

  test.each(ROUNDS)("of two ups at once one succeeds, and there is one server (round %i)", async () => {
    const both = await Promise.all([stack.avb("up", "--json"), stack.avb("up", "--json")]);
    const statuses = both.map(({ status }) => status).sort();
    expect([
      [0, 0],
      [0, 11],
    ]).toContainEqual(statuses);
    expect(serversOf(stack.home)).toHaveLength(1);
    expect((await stack.avb("status", "--exit-code")).status).toBe(0);
  });

  test.each(ROUNDS)("an up and a down at once leave one usable server or none (round %i)", async (round) => {
    // What there is to end, every other time.
    if (round % 2 === 1) await stack.expectUp();
    const both = await Promise.all([stack.avb("up"), stack.avb("down")]);
    for (const { status, stderr } of both) expect([0, 11], stderr).toContain(status);
    const { status } = await stack.avb("status", "--exit-code");
    expect({ status, servers: serversOf(stack.home).length }).toEqual(
      status === 0 ? { status: 0, servers: 1 } : { status: 8, servers: 0 },
    );
    await stack.expectUp();
    await stack.expectDown();
  });

  test("the pid of another process in an old record is never ended", async () => {
    await stack.expectUp();
    endServersOf(stack.home);
    const bystander = spawn("sleep", ["60"]);
    const record = join(stack.stateFolder(), "instance.json");
    writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, "utf8")), pid: bystander.pid }));
    expect((await stack.avb("down")).status).toBe(0);
    expect(bystander.exitCode).toBeNull();
    bystander.kill();
  });

  test("the lock of a process that is gone does not stop anybody", async () => {
    await stack.expectUp();
    const dead = { pid: 2 ** 22, processStart: "1", command: "avb dev up", token: "left-behind" };
    writeFileSync(join(stack.stateFolder(), "lock"), JSON.stringify(dead));
    const up = await stack.avb("up");
    expect(up.status).toBe(0);
    expect(up.stderr).toContain(`took over from 'avb dev up' (pid ${dead.pid}), which is gone`);
  });

  test("a state folder that cannot be made ends with 12 and starts nothing", async () => {
    const file = join(stack.home.folder, "a-file");
    writeFileSync(file, "");
    const up = await stack.home.run(["dev", "up"], { AVB_SLOT: SLOT, AVB_STATE_DIR: join(file, "state") });
    expect(up).toMatchObject({ status: 12, stdout: "" });
    expect(up.stderr).toContain("[NOT_WRITABLE]");
    expect(serversOf(stack.home)).toEqual([]);
  });

  test("a reader that leaves in the middle of more than a pipe holds ends a command quietly; so does a closed stdout", async () => {
    await stack.expectUp();
    expect((await stack.avb("down")).status).toBe(0);
    const line = `${JSON.stringify({ at: "2026-01-01T00:00:00.000Z", event: "x".repeat(200) })}\n`;
    writeFileSync(join(stack.stateFolder(), "server.log"), line.repeat(2000));
    const logs = `"${process.execPath}" "${BIN}" dev logs --tail 2000`;
    expect((await stack.avb("logs", "--tail", "2000")).stdout.length).toBeGreaterThan(300_000);
    for (const how of [`${logs} | head -c 1`, `${logs} >&-`]) {
      const shell = spawn("bash", ["-c", `set -o pipefail; ${how}`], {
        ...{ cwd: stack.home.cwd, env: { ...stack.home.env, AVB_SLOT: SLOT }, stdio: ["ignore", "ignore", "pipe"] },
      });
      let said = "";
      shell.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
      const [code] = await once(shell, "close");
      expect({ code, said }, how).toEqual({ code: 0, said: "" });
    }
  });
});
