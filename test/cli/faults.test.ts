import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { endServersOf, serversOf } from "../support/sandbox-processes.ts";

/** How often each fault is played: once in an ordinary run, as often as AVB_SOAK says in a long one. */
const TIMES = Number(process.env.AVB_SOAK ?? 1);
const ROUNDS = Array.from({ length: TIMES }, (_, round) => round);
const BIN = join(import.meta.dirname, "../../bin/run.js");
const AGAIN = { AVB_SLOT: "8" };

let home: AvbHome;
beforeEach(() => {
  home = avbHome();
});
afterEach(() => {
  endServersOf(home);
  home.remove();
});

const avb = (...args: string[]) => home.run(["dev", ...args], AGAIN);

const start = (...args: string[]) =>
  spawn(process.execPath, [BIN, "dev", ...args], { cwd: home.cwd, env: { ...home.env, ...AGAIN }, stdio: "ignore" });

const stateFolder = () => {
  const state = home.env.AVB_STATE_DIR ?? "";
  return join(state, readdirSync(state).find((name) => name.startsWith("checkout-")) ?? "");
};

/** One server, a token that it signs, and after `down` nothing. */
async function expectWhole(): Promise<void> {
  const up = await avb("up", "--json");
  expect(up, up.stdout + up.stderr).toMatchObject({ status: 0 });
  expect(serversOf(home)).toHaveLength(1);
  const token = await avb("token");
  expect(token.stdout.split(".")).toHaveLength(3);
}

describe("faults", () => {
  test.each(ROUNDS)("a server that is killed is started again by the next up (round %i)", async () => {
    await expectWhole();
    endServersOf(home);
    expect((await avb("status", "--exit-code")).status).toBe(8);
    await expectWhole();
  });

  test.each(ROUNDS)("an up that is killed at any moment is finished by the next one (round %i)", async () => {
    const killed = start("up");
    setTimeout(() => killed.kill("SIGKILL"), 80 + Math.random() * 1200);
    await once(killed, "close");
    await expectWhole();
    expect((await avb("down")).status).toBe(0);
    expect(serversOf(home)).toEqual([]);
  });

  test.each(ROUNDS)("a server that is killed while it is filled is made whole by the next up (round %i)", async () => {
    const seeding = start("up");
    await expect.poll(() => serversOf(home).length, { timeout: 20_000, interval: 10 }).toBe(1);
    const killing = setTimeout(() => endServersOf(home), Math.random() * 600);
    await once(seeding, "close");
    clearTimeout(killing);
    endServersOf(home);
    await expectWhole();
  });

  test.each(ROUNDS)("of two ups at once one succeeds, and there is one server (round %i)", async () => {
    const both = await Promise.all([avb("up", "--json"), avb("up", "--json")]);
    const statuses = both.map(({ status }) => status).sort();
    expect([
      [0, 0],
      [0, 11],
    ]).toContainEqual(statuses);
    expect(serversOf(home)).toHaveLength(1);
  });

  test.each(ROUNDS)("an up and a down at once each end with 0 or 11, and the next up is whole (round %i)", async () => {
    const both = await Promise.all([avb("up"), avb("down")]);
    for (const { status, stderr } of both) expect([0, 11], stderr).toContain(status);
    await expectWhole();
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s ends an up with its own status, and the next one finishes it", async (signal, status) => {
    const stopped = start("up");
    await expect.poll(() => serversOf(home).length, { timeout: 20_000, interval: 20 }).toBe(1);
    stopped.kill(signal);
    const [code] = await once(stopped, "close");
    expect(code).toBe(status);
    await expectWhole();
  });

  test("the pid of another process in an old record is never ended", async () => {
    await expectWhole();
    endServersOf(home);
    const bystander = spawn("sleep", ["60"]);
    const record = join(stateFolder(), "instance.json");
    writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, "utf8")), pid: bystander.pid }));
    expect((await avb("down")).status).toBe(0);
    expect(bystander.exitCode).toBeNull();
    bystander.kill();
  });

  test("the lock of a process that is gone does not stop anybody", async () => {
    await expectWhole();
    const dead = { pid: 2 ** 22, processStart: "1", command: "avb dev up", token: "left-behind" };
    writeFileSync(join(stateFolder(), "lock"), JSON.stringify(dead));
    const up = await avb("up");
    expect(up.status).toBe(0);
    expect(up.stderr).toContain(`took over from 'avb dev up' (pid ${dead.pid}), which is gone`);
  });

  test("a state folder that cannot be made ends with 12 and starts nothing", async () => {
    const file = join(home.folder, "a-file");
    writeFileSync(file, "");
    const up = await home.run(["dev", "up"], { ...AGAIN, AVB_STATE_DIR: join(file, "state") });
    expect(up).toMatchObject({ status: 12, stdout: "" });
    expect(up.stderr).toContain("[NOT_WRITABLE]");
    expect(serversOf(home)).toEqual([]);
  });

  test("a reader that leaves in the middle of more than a pipe holds ends a command quietly; so does a closed stdout", async () => {
    await expectWhole();
    expect((await avb("down")).status).toBe(0);
    const line = `${JSON.stringify({ at: "2026-01-01T00:00:00.000Z", event: "x".repeat(200) })}\n`;
    writeFileSync(join(stateFolder(), "server.log"), line.repeat(2000));
    const logs = `"${process.execPath}" "${BIN}" dev logs --tail 2000`;
    expect((await avb("logs", "--tail", "2000")).stdout.length).toBeGreaterThan(300_000);
    for (const how of [`${logs} | head -c 1`, `${logs} >&-`]) {
      const shell = spawn("bash", ["-c", `set -o pipefail; ${how}`], {
        ...{ cwd: home.cwd, env: { ...home.env, ...AGAIN }, stdio: ["ignore", "ignore", "pipe"] },
      });
      let said = "";
      shell.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
      const [code] = await once(shell, "close");
      expect({ code, said }, how).toEqual({ code: 0, said: "" });
    }
  });
});
