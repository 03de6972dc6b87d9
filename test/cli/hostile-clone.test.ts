import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { put, type SetBait, setBait } from "../support/bait.ts";
import { HOSTILE_CLONES } from "../support/hostile-clones.ts";
import { needs } from "../support/needs.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");

/** Tricks that fit into one clone, the later one's files over the earlier one's. */
const TOGETHER = [
  "variables that make programs run others",
  "a registry of its own",
  "a hook before-up",
  "variables for avb in its .env",
  "a program planted as git",
  "a program planted as docker",
  "a program planted as node",
  "a program planted as node_modules/.bin/git",
  "a git file-system monitor",
  "files that other tools run",
];

needs(["strace"], "a hostile clone, seen by the kernel", () => {
  let home: AvbHome;
  let bait: SetBait;
  beforeAll(async () => {
    home = avbHome();
    bait = await setBait(home.folder);
    const tricks = TOGETHER.map((name) => HOSTILE_CLONES.find((clone) => clone.name === name));
    for (const trick of tricks)
      for (const [path, what] of Object.entries(trick?.plant(bait) ?? {})) put(home.cwd, path, what);
    expect(tricks).not.toContain(undefined);
  });
  afterAll(() => {
    bait.close();
    home.remove();
  });

  /** Runs avb in the clone; every program that was started, file that was opened and address that was asked. */
  async function traced(...args: readonly string[]) {
    const log = join(home.folder, "trace");
    const strace = ["-f", "-qq", "-s", "4096", "-e", "trace=execve,openat,connect", "-e", "signal=none", "-o", log];
    const PATH = `.:${home.cwd}:node_modules/.bin:${home.env.PATH}`;
    const env = { ...home.env, PATH, DOCKER_HOST: "unix:///nowhere/docker.sock" };
    const command = [...strace, process.execPath, BIN, ...args];
    // doctor ends with 14 when it finds something, and it does here.
    await promisify(execFile)("strace", command, { cwd: home.cwd, env }).catch(() => undefined);
    const lines = readFileSync(log, "utf8").split("\n");
    const first = (call: string) =>
      lines.flatMap((line) => new RegExp(`${call}\\((?:AT_FDCWD, )?"([^"]*)".* = \\d+`).exec(line)?.[1] ?? []);
    return {
      ran: first("execve"),
      opened: first("openat"),
      asked: lines.filter((line) => /connect\(.*AF_INET/.test(line)),
    };
  }

  test.each([
    ["trust --show", ["trust", "--show"]],
    ["dev doctor", ["dev", "doctor"]],
    ["dev up --plan", ["dev", "up", "--plan"]],
  ])("%s starts none of its programs, opens no private file and asks no server", async (_what, args) => {
    const { ran, opened, asked } = await traced(...args);
    expect(ran[0]).toBe(process.execPath);
    expect(opened).toContain(join(home.cwd, ".devenvrc"));
    expect(ran.filter((path) => !path.startsWith("/usr/") && path !== process.execPath)).toEqual([]);
    expect(opened.filter((path) => path === bait.outside || path.startsWith(join(home.cwd, "evil")))).toEqual([]);
    const port = bait.server.split(":")[1];
    expect(asked.filter((line) => line.includes(`htons(${port})`))).toEqual([]);
    expect(bait.touched()).toEqual({ ran: false, connections: 0 });
  });
});
