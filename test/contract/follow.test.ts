import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nodeShell } from "../../src/adapters/shell.ts";

const NODE = process.execPath;

function following(script: string, more: Partial<Parameters<typeof nodeShell.follow>[1]> = {}) {
  const lines: string[] = [];
  const options = {
    ...{ cwd: tmpdir(), env: { PATH: process.env.PATH ?? "" }, timeoutMs: 20_000 },
    ...{ signal: new AbortController().signal, line: (text: string) => lines.push(text) },
    ...more,
  };
  return { lines, end: nodeShell.follow([NODE, "-e", script], options) };
}

/** Starts a child that lives on, and writes its pid. */
const PARENT = `const {spawn}=require("child_process");
const child=spawn(process.execPath,["-e","process.on('SIGTERM',()=>{});setInterval(()=>{},1000)"],{stdio:"inherit"});
console.log(child.pid);`;

const isAlive = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] !== "Z";
  } catch {
    return false;
  }
};

async function firstLine(lines: readonly string[]): Promise<number> {
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  return Number(lines[0]);
}

/** The kernel takes a moment to end a process that was killed. */
async function isSoonGone(pid: number): Promise<boolean> {
  for (let left = 100; left > 0 && isAlive(pid); left -= 1) await new Promise((resolve) => setTimeout(resolve, 20));
  return !isAlive(pid);
}

test("lines of both streams come one by one, the last without its end too", async () => {
  const { lines, end } = following("console.log('a\\nb');console.error('c');process.stdout.write('d')");
  expect(await end).toEqual({ exitCode: 0, late: false });
  expect(lines.toSorted()).toEqual(["a", "b", "c", "d"]);
});

test("the status, or the signal, is answered", async () => {
  expect(await following("process.exit(7)").end).toEqual({ exitCode: 7, late: false });
  expect(await following("process.kill(process.pid,'SIGKILL')").end).toEqual({ signal: "SIGKILL", late: false });
});

test("a program that is not there is told by its name alone", async () => {
  const options = { cwd: tmpdir(), env: { PATH: "/nowhere" }, timeoutMs: 1000, line: () => {} };
  const end = nodeShell.follow(["no-such-program", "secret"], { ...options, signal: new AbortController().signal });
  await expect(end).rejects.toMatchObject({ code: "EXEC_NOT_FOUND", facts: { command: "no-such-program" } });
});

test("the environment is exactly what is given", async () => {
  const { lines, end } = following("console.log(Object.keys(process.env).join())", { env: { A: "1" } });
  await end;
  expect(lines).toEqual(["A"]);
});

test("a program left running in the background does not hold it up", async () => {
  const { lines, end } = following(`${PARENT}child.unref();process.exit(0)`);
  const pid = await firstLine(lines);
  onTestFinished(() => void process.kill(pid, "SIGKILL"));
  expect(await end).toEqual({ exitCode: 0, late: false });
});

test("when its time is over the whole group is ended, those who do not want to as well", {
  timeout: 15_000,
}, async () => {
  const { lines, end } = following(PARENT, { timeoutMs: 400 });
  const pid = await firstLine(lines);
  expect(await end).toEqual({ signal: "SIGTERM", late: true });
  expect(await isSoonGone(pid)).toBe(true);
});

test("the signal ends the whole group", { timeout: 15_000 }, async () => {
  const stop = new AbortController();
  const { lines, end } = following(PARENT, { signal: stop.signal });
  const pid = await firstLine(lines);
  stop.abort();
  expect(await end).toMatchObject({ signal: "SIGTERM", late: false });
  expect(await isSoonGone(pid)).toBe(true);
});

test("the folder is the one that was given", async () => {
  const folder = mkdtempSync(join(tmpdir(), "avb-follow-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { lines, end } = following("console.log(process.cwd())", { cwd: folder });
  await end;
  expect(lines).toEqual([folder]);
});
