import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG_KEY_NAMES } from "../../src/domain/config-keys.ts";
import { needs } from "../support/needs.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";

let home: AvbHome;
beforeEach(() => {
  home = avbHome();
});
afterEach(() => home.remove());

const put = (text: string) => writeFileSync(join(home.cwd, ".devenvrc"), text);
const read = (name: string) => readFileSync(join(home.cwd, name), "utf8");

describe("avb dev config", () => {
  test("prints each effective value, with --origin its file, line and column, and never a secret", async () => {
    put("mode: live\nports:\n  vault: 65031\nenv: {API_TOKEN: hunter2hunter2}\n");
    const { status, stdout, stderr } = await home.run(["dev", "config", "--origin"], { AVB_WITH: "redis" });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^mode: live +# \.devenvrc:1:7$/m);
    expect(stdout).toMatch(/^ports\.vault: 65031 +# \.devenvrc:3:10$/m);
    expect(stdout).toMatch(/^with: \["redis"\] +# environment$/m);
    expect(stdout).toMatch(/^env\.API_TOKEN: "\[secret\]" +# \.devenvrc:4:18, not trusted yet$/m);
    expect(stdout).not.toContain("hunter2");
    for (const key of CONFIG_KEY_NAMES) expect(stdout).toMatch(new RegExp(`^${key}[.:]`, "m"));
    expect(stdout).toMatch(/^requires: \(unset\) +# default$/m);
  });

  test("shows every problem at once on stderr, writes nothing and ends with 3; --json tells the same", async () => {
    put("mode: prod\nslot: 0x5\nfoo: 1\n");
    const text = await home.run(["dev", "config"]);
    expect([text.status, text.stdout]).toEqual([3, ""]);
    expect(text.stderr.trimEnd().split("\n")).toHaveLength(3);
    const { error } = JSON.parse((await home.run(["dev", "config", "--json"])).stdout);
    expect([error, ...error.others].map(({ code, place, keyPath }) => [code, place, keyPath])).toEqual([
      ["YAML_ALTERED", ".devenvrc:2:7", "slot"],
      ["CONFIG_INVALID", ".devenvrc:1:7", "mode"],
      ["CONFIG_KEY_UNKNOWN", ".devenvrc:3:1", "foo"],
    ]);
    expect(existsSync(join(home.folder, "state"))).toBe(false);
  });
});

describe("avb init", () => {
  test("without a terminal names the flag; with --yes writes a file that avb then reads, once", async () => {
    execFileSync("git", ["init", "-q", home.cwd]);
    const asked = await home.run(["init"]);
    expect([asked.status, asked.stdout]).toEqual([2, ""]);
    expect(asked.stderr).toContain("avb init --yes");
    const made = await home.run(["init", "--yes", "--with", "kafka", "--redirect-uri", "http://localhost:3000/cb"]);
    expect([made.status, made.stdout]).toEqual([0, read(".devenvrc")]);
    expect(made.stderr).toContain("Added .devenvrc.local and .env to .gitignore.\n");
    expect(read(".gitignore")).toBe("/.devenvrc.local\n/.env\n");
    const { data } = JSON.parse((await home.run(["dev", "config", "--json"])).stdout);
    const values = new Map(data.values.map(({ key, value }: { key: string; value: unknown }) => [key, value]));
    expect(values.get("with")).toEqual(["kafka"]);
    expect(values.get("clients")).toMatchObject([{ id: "portal-frontend", origins: ["http://localhost:3000"] }]);
    const again = await home.run(["init", "--yes"]);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain("[CONFIG_EXISTS]");
    expect(read(".devenvrc")).toBe(made.stdout);
  });

  test("a flag that cannot be is refused with 2 and nothing is written", async () => {
    const { status, stderr } = await home.run(["init", "--yes", "--ports", "vault=80", "--with", "postgress"]);
    expect(status).toBe(2);
    expect(stderr).toContain("--ports does not work");
    expect(existsSync(join(home.cwd, ".devenvrc"))).toBe(false);
  });
});

describe("avb trust", () => {
  test("shows the effects, asks a person, and takes --yes or AVB_TRUST instead", async () => {
    put("hooks: {after_usable: [npm, run, migrate]}\n");
    const asked = await home.run(["trust"]);
    expect(asked.status).toBe(2);
    expect(asked.stdout).toContain("+ hooks.after_usable: npm run migrate");
    expect(asked.stderr).toContain("avb trust --yes");
    const { data } = JSON.parse((await home.run(["trust", "--show", "--json"])).stdout);
    expect(data).toMatchObject({ trusted: false, effects: ["hooks.after_usable: npm run migrate"] });
    const inCi = await home.run(["trust", "--show", "--json"], { AVB_TRUST: data.hash });
    expect(JSON.parse(inCi.stdout).data.trusted).toBe(true);
    expect((await home.run(["trust", "--yes"])).status).toBe(0);
    expect((await home.run(["trust"])).status).toBe(0);
    expect((await home.run(["trust", "--revoke"])).stdout).toContain("no longer trusted");
  });
});

needs(["python"], "a prompt on a real terminal", () => {
  /** Types into avb on a pseudo-terminal once it has asked. */
  const TYPE = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[3], sys.argv[3:])
seen, typed = b"", False
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    seen += part
    if not typed and sys.argv[1].encode() in seen:
        os.write(terminal, sys.argv[2].encode())
        typed = True
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
  const onTerminal = (waitFor: string, type: string, ...args: readonly string[]) =>
    spawnSync(
      "python3",
      ["-c", TYPE, waitFor, type, process.execPath, join(import.meta.dirname, "../../bin/run.js"), ...args],
      {
        cwd: home.cwd,
        env: { PATH: process.env.PATH, HOME: home.folder, AVB_STATE_DIR: join(home.folder, "state"), TERM: "xterm" },
        encoding: "utf8",
        timeout: 30_000,
      },
    );

  test("Ctrl-C ends with 130 and writes nothing", () => {
    const { status, stdout } = onTerminal("Which mode", "\u0003", "init");
    expect(stdout).toContain("[INTERRUPTED]");
    expect(status).toBe(130);
    expect(existsSync(join(home.cwd, ".devenvrc"))).toBe(false);
  });

  test("trust is given by y and by nothing else", () => {
    put("hooks: {after_usable: [ls]}\n");
    expect(onTerminal("Allow this?", "\r", "trust").status).toBe(4);
    const { status, stdout } = onTerminal("Allow this?", "y\r", "trust");
    expect(stdout).toContain("is now trusted");
    expect(status).toBe(0);
  });
});
