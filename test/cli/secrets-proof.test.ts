import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { echoingAws } from "../support/echoing-aws.ts";
import { type KeyVault, keyVault, refuseWrites } from "../support/key-vault.ts";
import { needs } from "../support/needs.ts";
import { type PipedRun, piped } from "../support/piped-avb.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { INPUTS, LOGIN, leaks } from "../support/secret-canaries.ts";
import { SECRET_VERB_RUNS, type SecretVerbRun } from "../support/secret-verb-runs.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");
/** What the servers say before they say back what they were sent. */
const ECHO = /Bad: |Value at 'secretString' failed: /;

const MODES = ["plain", "json", "debug"] as const;
/** Each run in each mode in a long run, in one mode in an ordinary one. */
const PLAYED = SECRET_VERB_RUNS.flatMap((run, at) =>
  MODES.filter((_, mode) => process.env.AVB_SOAK !== undefined || mode === at % MODES.length).map(
    (mode) => [run.args, mode, run] as const,
  ),
);

let home: AvbHome;
let vault: KeyVault;
let aws: Awaited<ReturnType<typeof echoingAws>>;
beforeAll(async () => {
  home = avbHome();
  vault = await keyVault();
  aws = await echoingAws();
  mkdirSync(join(home.folder, "tmp"));
  writeFileSync(join(home.cwd, "given.env"), `SENDGRID_API_KEY='${INPUTS.sendgrid}'\nJIRA_EMAIL=nobody\n`);
  writeFileSync(join(home.cwd, "good.env"), `SENDGRID_API_KEY='${INPUTS.sendgrid}'\n`);
});
afterAll(async () => {
  home.remove();
  aws.end();
  await vault.end();
});

const envOf = ({ env }: SecretVerbRun, mode: (typeof MODES)[number]) => ({
  ...{ ...vault.env, ...aws.env, ...LOGIN, TMPDIR: join(home.folder, "tmp") },
  ...(mode === "debug" ? { AVB_LOG: "debug", DEBUG: "*", AZURE_LOG_LEVEL: "verbose" } : {}),
  ...env,
});

describe("no value, nor a login's secret, appears", () => {
  const statuses = new Set<number | null>();

  test.each(PLAYED)("in what `avb secrets %s` says (%s), nor on its command line", async (args, mode, run) => {
    vault.faults.length = 0;
    if (run.isRefused) refuseWrites(vault);
    const words = ["secrets", ...args.split(" "), ...(mode === "json" ? ["--json"] : [])];
    const done: PipedRun = await piped(home, words, run.input === undefined ? "" : INPUTS[run.input], envOf(run, mode));
    expect(leaks(done.stdout + done.stderr + done.argv)).toEqual([]);
    expect(done.stdout + done.stderr).not.toContain("[BUG]");
    if (run.isRefused) expect([done.status, done.stdout + done.stderr]).toEqual([10, expect.stringMatching(ECHO)]);
    else if (args.includes("azure")) expect([0, 14]).toContain(done.status);
    statuses.add(done.status);
  });

  test("and these went well and went wrong", () => {
    expect([...statuses]).toEqual(expect.arrayContaining([0, 3, 10]));
  });

  test("in any file but those that were asked to hold it, which nobody else may open; no temporary file is left", () => {
    const asked = ["given.env", "good.env", "out.env", "out.yaml"].map((name) => join(home.cwd, name));
    const files = readdirSync(home.folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(home.folder, name))
      .filter((path) => statSync(path).isFile() && !asked.includes(path));
    expect(files.some((path) => path.endsWith("debug.log"))).toBe(true);
    for (const path of files) expect(leaks(readFileSync(path, "latin1")), path).toEqual([]);
    for (const path of asked.slice(2)) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(home.folder, "tmp"))).toEqual([]);
    expect(files.filter((path) => path.endsWith(".tmp"))).toEqual([]);
  });
});

test("a log that somebody made a link to another file is not written through", async () => {
  const other = avbHome();
  const [victim, log] = [join(other.folder, "victim"), join(other.folder, "state/debug.log")];
  mkdirSync(join(other.folder, "state"), { mode: 0o700 });
  writeFileSync(victim, "mine\n");
  symlinkSync(victim, log);
  await piped(other, ["secrets", "set", "openai"], INPUTS.openai, { AVB_LOG: "debug" });
  expect(readFileSync(victim, "utf8")).toBe("mine\n");
  other.remove();
});

needs(["strace"], "seen by the kernel, under umask 000", () => {
  /** The programs that were started with their words, and the files that were made with their modes. */
  async function traced(args: string, input: string) {
    const log = join(home.folder, "trace");
    const calls = ["-f", "-qq", "-s", "65536", "-v", "-e", "trace=execve,openat,mkdir,mkdirat", "-e", "signal=none"];
    const line = `umask 000; exec strace ${[...calls, "-o", log].join(" ")} ${process.execPath} ${BIN} secrets ${args}`;
    const env = { ...home.env, ...envOf({ args }, "plain") };
    const child = promisify(execFile)("sh", ["-c", line], { cwd: home.cwd, env });
    child.child.stdin?.end(input);
    await child.catch(() => undefined);
    const lines = readFileSync(log, "utf8").split("\n");
    return {
      ran: lines.filter((one) => one.includes("execve(")).map((one) => one.replace(/\], \[.*$/, "]")),
      made: lines.flatMap((one) => {
        const [, path = "", mode = ""] =
          /openat\(AT_FDCWD, "([^"]*)", [A-Z_|]*O_CREAT[A-Z_|]*, (0\d*)\) = \d/.exec(one) ??
          /mkdir(?:at)?\((?:AT_FDCWD, )?"([^"]*)", (0\d*)\)\s+= 0/.exec(one) ??
          [];
        return path === "" ? [] : [{ path, mode: Number.parseInt(mode, 8) }];
      }),
    };
  }

  test.each([
    ["set jwt", INPUTS.jwt],
    ["set sendgrid --store azure", INPUTS.sendgrid],
    ["copy --from local --to azure", ""],
    ["export --out traced.env", ""],
    ["import given.env --unchecked", ""],
    ["status", ""],
  ])(
    "%s starts no program with a value among its words, and makes no file that others may open",
    async (args, input) => {
      vault.faults.length = 0;
      const { ran, made } = await traced(args, input);
      expect(ran.length).toBeGreaterThan(0);
      expect(leaks(ran.join("\n"))).toEqual([]);
      const open = made.filter(({ path, mode }) => path.startsWith(home.folder) && (mode & 0o077) !== 0);
      expect(open).toEqual([]);
    },
  );

  test("what is there in the end is its owner's alone", () => {
    const mine = ["state", ".config"].flatMap((folder) =>
      readdirSync(join(home.folder, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        join(home.folder, folder, name),
      ),
    );
    expect(mine.length).toBeGreaterThan(4);
    expect(mine.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
  });
});
