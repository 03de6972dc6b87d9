import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AvbHome, avbHome } from "../support/run-avb.ts";

const CANARY = "canary-of-a-crash-0123456789-abcdefghijkl";
const NOTHING = "00000000";
const AVB = [resolve("bin/run.js"), "secrets", "set", "openai"];
/** Waits for its input as avb does, and does nothing about its memory. */
const PLAIN = ["-e", 'process.stdin.on("data", (part) => { globalThis.held = String(part); })'];
/** The bit of SIGUSR2 among the signals that a process handles. */
const HANDLES_USR2 = 1n << 11n;

let home: AvbHome;
beforeEach(() => {
  home = avbHome();
});
afterEach(() => home.remove());

/** Files below the home that hold the value. */
function holding(): readonly string[] {
  const names = readdirSync(home.folder, { recursive: true, encoding: "utf8" });
  const files = names.map((name) => join(home.folder, name)).filter((path) => statSync(path).isFile());
  return files.filter((path) => readFileSync(path).includes(CANARY));
}
const dumps = (): readonly string[] => readdirSync(home.cwd).filter((name) => /^core|^report|heapsnapshot$/.test(name));

/** Starts Node with the value in its environment and its input, and with as large a core dump as the machine allows. */
function start(words: readonly string[], options = ""): ChildProcess {
  const line = 'ulimit -c "$(ulimit -H -c)"; exec "$@"';
  const child = spawn("sh", ["-c", line, "sh", process.execPath, ...words], {
    cwd: home.cwd,
    env: { ...home.env, TMPDIR: home.cwd, VAULT_TOKEN: CANARY, NODE_OPTIONS: options },
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin?.on("error", () => {});
  child.stdin?.write(CANARY);
  return child;
}

const filterOf = ({ pid }: ChildProcess): string => readFileSync(`/proc/${pid}/coredump_filter`, "latin1").trim();
const isNode = ({ pid }: ChildProcess): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, "latin1").startsWith(process.execPath);
const handlesUsr2 = ({ pid }: ChildProcess): boolean => {
  const [, caught = "0"] = /SigCgt:\t([0-9a-f]+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
  return (BigInt(`0x${caught}`) & HANDLES_USR2) !== 0n;
};
const patience = { timeout: 60_000, interval: 20 };

/** Ends a program that holds the value by a signal, as soon as `isReady`. */
async function crash(words: readonly string[], signal: NodeJS.Signals, isReady: (child: ChildProcess) => boolean) {
  const child = start(words);
  const ended = once(child, "exit");
  await vi.waitFor(() => expect(isReady(child)).toBe(true), patience);
  child.kill(signal);
  expect((await ended)[1]).toBe(signal);
}

describe.skipIf(process.platform !== "linux")("what a process holds is in no file", () => {
  test.each(["SIGABRT", "SIGSEGV"] as const)("after %s, whatever size a core dump may have", async (signal) => {
    await crash(PLAIN, signal, isNode);
    // Where the kernel hands core dumps to a program there is nothing to see here; the setting is there all the same.
    const isWritten = dumps().length > 0;
    if (isWritten) expect(holding()).toHaveLength(1);
    for (const name of dumps()) rmSync(join(home.cwd, name));
    await crash(AVB, signal, (child) => filterOf(child) === NOTHING);
    expect(dumps()).toHaveLength(isWritten ? 1 : 0);
    expect(holding()).toEqual([]);
  });

  test.each([
    ["a report of Node's", "--report-on-signal"],
    ["a snapshot of the heap", "--heapsnapshot-signal=SIGUSR2"],
  ])("when NODE_OPTIONS asks for %s at a signal", async (_, options) => {
    const plain = start(PLAIN, options);
    await vi.waitFor(() => expect(handlesUsr2(plain)).toBe(true), patience);
    plain.kill("SIGUSR2");
    await vi.waitFor(() => expect(holding()).toHaveLength(1), patience);
    plain.kill("SIGKILL");
    for (const name of dumps()) rmSync(join(home.cwd, name));
    const avb = start(AVB, options);
    const ended = once(avb, "exit");
    await vi.waitFor(() => expect(filterOf(avb)).toBe(NOTHING), patience);
    avb.kill("SIGUSR2");
    await ended;
    expect([dumps(), holding()]).toEqual([[], []]);
  });

  test("and a command that is run with the variables keeps the settings of whoever started avb", async () => {
    const usual = readFileSync("/proc/self/coredump_filter", "latin1");
    const run = await home.run(["dev", "exec", "--", "cat", "/proc/self/coredump_filter"]);
    expect([run.status, run.stdout]).toEqual([0, usual]);
  });
});
