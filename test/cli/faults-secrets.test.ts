import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CANARIES, secretsIn } from "../support/canary-shapes.ts";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type FaultStack, faultStack } from "../support/fault-stack.ts";
import { endServersOf, serversOf } from "../support/sandbox-processes.ts";
import { SECRET_FAULTS, type SecretFault } from "../support/secret-faults.ts";

const claimed = await claimThisSlot("7");
afterAll(() => claimed.release());

const BIN = join(import.meta.dirname, "../../bin/run.js");
const MODES = ["pipe", "json", "terminal", "debug"] as const;
type Mode = (typeof MODES)[number];

/** Each fault in each mode in a long run, in one mode in an ordinary one. */
const PLAYED = SECRET_FAULTS.flatMap((fault, at) =>
  MODES.filter((_, mode) => process.env.AVB_SOAK !== undefined || mode === at % MODES.length).map(
    (mode) => [fault.name, mode, fault] as const,
  ),
);

let stack: FaultStack;
let own: ReadonlyMap<string, string>;
const env = (fault: SecretFault, mode: Mode) => ({
  ...stack.home.env,
  AVB_SLOT: "7",
  AWS_SECRET_ACCESS_KEY: CANARIES.BASE64_SECRET ?? "",
  ...(mode === "debug" ? { AVB_LOG: "debug", DEBUG: "*" } : {}),
  ...fault.env,
});

/** Everything that a command says, on both streams. */
function said(fault: SecretFault, mode: Mode): string {
  const args = [BIN, ...fault.args.slice(0, 2), ...(mode === "json" ? ["--json"] : []), ...fault.args.slice(2)];
  const verbose = mode === "debug" && !fault.args.includes("exec") ? ["--verbose"] : [];
  const options = { cwd: stack.home.cwd, env: env(fault, mode), encoding: "utf8", input: "" } as const;
  const words = [process.execPath, ...args, ...verbose];
  const line = words.map((word) => `'${word}'`).join(" ");
  const done =
    mode === "terminal"
      ? spawnSync("script", ["-qec", line, "/dev/null"], options)
      : spawnSync(words[0] ?? "", words.slice(1), options);
  expect(done.stdout + done.stderr, line).not.toBe("");
  return done.stdout + done.stderr;
}

const placeOf = (path: string) =>
  path.startsWith("state/") ? join(stack.stateFolder(), path.slice("state/".length)) : join(stack.home.cwd, path);

/** Puts the fault's files in place; what puts back what was there. */
function planted(fault: SecretFault): () => void {
  const undo = Object.entries(fault.files ?? {}).map(([name, change]) => {
    const path = placeOf(name);
    const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    writeFileSync(path, change(before ?? ""), { mode: 0o600 });
    return () => (before === undefined ? rmSync(path) : writeFileSync(path, before));
  });
  return () => {
    for (const act of undo) act();
  };
}

/** avb's own secrets, as its files hold them now. */
function ownSecrets(): ReadonlyMap<string, string> {
  const read = (name: string) => JSON.parse(readFileSync(placeOf(`state/${name}.json`), "utf8"));
  const [keys, instance, identities] = [read("keys"), read("instance"), read("identities")];
  const [{ jwk }] = keys.signing;
  const people = identities.user.map((user: Record<string, string>) => [`password of ${user.username}`, user.password]);
  const clients = identities.client.map((client: Record<string, string>) => [
    `secret of ${client.clientId}`,
    client.secret,
  ]);
  const all = Object.entries({
    root: read("secrets").root,
    admin: instance.adminToken,
    d: jwk.d,
    p: jwk.p,
    refresh: keys.refresh,
  });
  return new Map([...all, ...people, ...clients].filter(([, secret]) => typeof secret === "string"));
}

/** `up` and `info` show people the test users' passwords, which are made per checkout and good on loopback only; JSON does not. */
const isTold = (fault: SecretFault, mode: Mode, name: string) =>
  mode !== "json" && fault.args[1] === "up" && name.startsWith("password of ");

describe("a secret", () => {
  beforeAll(async () => {
    stack = faultStack("7", { cold: true });
    const lines = Object.entries(CANARIES).map(([name, secret]) => `  ${name}: ${JSON.stringify(secret)}`);
    writeFileSync(join(stack.home.cwd, ".devenvrc"), `env:\n${lines.join("\n")}\n`);
    // A value of several lines is refused where it would be altered; that refusal is one of the faults.
    expect((await stack.home.run(["trust", "--yes"])).status).toBe(0);
    await stack.expectUp();
    own = ownSecrets();
  });
  afterAll(() => stack.remove());

  test("has twenty shapes here, and avb has its own", () => {
    expect(Object.keys(CANARIES).length).toBeGreaterThanOrEqual(20);
    expect(own.size).toBeGreaterThanOrEqual(14);
    expect(secretsIn(JSON.stringify({ x: CANARIES.DOUBLE_QUOTE_SECRET }), new Map(Object.entries(CANARIES)))).toEqual([
      "DOUBLE_QUOTE_SECRET",
    ]);
  });

  test.each(PLAYED)("is not told by %s (%s)", (_name, mode, fault) => {
    const undo = planted(fault);
    if (fault.killed) endServersOf(stack.home);
    const text = said(fault, mode);
    undo();
    const secrets = new Map([...Object.entries(CANARIES), ...own]);
    expect(secretsIn(text, secrets).filter((name) => !isTold(fault, mode, name))).toEqual([]);
  });

  test("stands in no log, journal, cache or bundle, on no command line, and in no server's environment", async () => {
    await stack.expectUp();
    const secrets = new Map([...Object.entries(CANARIES), ...own, ...ownSecrets()]);
    const files = readdirSync(stack.home.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:log|ndjson|md|bin)$|\.log\.1$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.some((path) => path.endsWith(".md"))).toBe(true);
    for (const path of files) expect(secretsIn(readFileSync(path, "utf8"), secrets), path).toEqual([]);
    for (const pid of process.platform === "linux" ? serversOf(stack.home) : [])
      for (const what of ["cmdline", "environ"])
        expect(secretsIn(readFileSync(`/proc/${pid}/${what}`, "utf8"), secrets), what).toEqual([]);
  });

  test("lies in files that nobody else may open", () => {
    const open = execFileSync("find", [stack.home.env.AVB_STATE_DIR ?? "", "-perm", "/077"], { encoding: "utf8" });
    expect(open).toBe("");
  });
});
