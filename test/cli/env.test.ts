import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { needs } from "../support/needs.ts";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
afterAll(() => home.remove());
const BIN = join(import.meta.dirname, "../../bin/run.js");

describe.concurrent("avb dev env", () => {
  it("prints values on stdout and what it left out on stderr", async () => {
    const { status, stdout, stderr } = await home.run(["dev", "env", "--service", "lago"]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: "LAGO_API_URL='http://localhost:63690'\nLAGO_MOCK='true'\n",
    });
    expect(stderr).toMatch(
      /^avb: warning: the sandbox is not running.*; avb dev up starts it.*\nsecret, so not shown: LAGO_API_KEY; --write FILE and 'avb dev exec' carry them, --reveal prints them\n$/,
    );
  });

  it("gives one envelope with --json, and nothing beside it", async () => {
    const { status, stdout } = await home.run(["dev", "env", "--json", "--profile", "portal"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      command: "dev env",
      data: { mode: "sandbox", slot: 0, view: "host", profile: "portal", withheld: [], platform: [] },
      error: null,
      warnings: [expect.stringContaining("the sandbox is not running")],
    });
  });

  it("writes a file, says where, and prints no secret", async () => {
    const { status, stdout, stderr } = await home.run(["dev", "env", "--write", "app.env"]);
    const path = stdout.trimEnd();
    expect(status).toBe(0);
    const secret = /KEYCLOAK_CLIENT_SECRET='([\w-]+)'/.exec(readFileSync(path, "utf8"))?.[1] ?? "";
    expect(secret).toHaveLength(32);
    expect(stdout + stderr).not.toContain(secret);
  });

  it.each([
    [["--format", "toml"], "USAGE"],
    [["--mode", "prod"], "USAGE"],
    [["--mode", "live", "--mode", "sandbox"], "USAGE"],
    [["--check", "--write", "x"], "USAGE"],
    [["--rename", "A"], "ENV_RENAME_FORM"],
  ])("refuses %j with status 2 and one line", async (args, code) => {
    const { status, stdout, stderr } = await home.run(["dev", "env", ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^avb: .* Fix: .*\\[${code}\\]\\n$`));
  });
});

needs(["bash"], "a shell that evaluates the values", () => {
  it("has them in its environment, secrets included", () => {
    const script = `eval "$("$0" "$1" dev env --format shell --reveal)"; printf '%s %s' "$KEYCLOAK_URL" "\${#KEYCLOAK_CLIENT_SECRET}"`;
    const out = execFileSync("bash", ["--norc", "-c", script, process.execPath, BIN], { cwd: home.cwd, env: home.env });
    expect(out.toString()).toBe("http://localhost:8080 32");
  });
});
