import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/domain/scan-finding.ts";
import { goodFor, PEM } from "../support/credential-samples.ts";
import { type GitRepository, gitRepository } from "../support/git-repository.ts";
import { avbHome } from "../support/run-avb.ts";

async function scan(at: GitRepository, ...args: readonly string[]) {
  const run = await at.run(["secrets", "scan", ...args, "--format", "json"]);
  const result = JSON.parse(run.stdout) as {
    findings: readonly Finding[];
    skipped: readonly { path: string; why: string }[];
    looked: { files: number; blobs: number };
  };
  return { ...run, ...result, told: result.findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`) };
}

describe("what is staged", () => {
  let at: GitRepository;
  beforeAll(() => {
    at = gitRepository();
    at.put("old.ts", `const old = "${goodFor("sendgrid-key")}";\n\n\n`);
    at.put("secret.yaml", "apiVersion: v1\nkind: Secret\ndata:\n  a: b\n");
    at.commit("first");
  });
  afterAll(() => at.remove());

  test("is judged by its new lines alone, whatever the working tree holds", async () => {
    at.put("old.ts", `const old = "${goodFor("sendgrid-key")}";\n\n\nconst next = 1;\n`);
    at.git("checkout", "-q", "HEAD", "--", "old.ts");
    at.put("old.ts", `${at.git("show", "HEAD:old.ts")}const next = 1;\n`);
    at.git("add", "-A");
    at.put("unstaged.env", `A=${goodFor("sendgrid-key")}\n`);
    expect(await scan(at, "--staged")).toMatchObject({ status: 0, told: [], looked: { files: 1 } });
  });

  test("stops a commit that brings a key, a private key over many lines, or a value of a Secret", async () => {
    at.put("new key.ts", `// fine\nconst key = "${goodFor("openai-key")}";\n`);
    at.put("grün.pem", PEM.pkcs8);
    at.put("secret.yaml", `apiVersion: v1\nkind: Secret\ndata:\n  a: b\n  key: ${btoa(goodFor("sendgrid-key"))}\n`);
    at.git("add", "new key.ts", "grün.pem", "secret.yaml");
    const { status, told, findings } = await scan(at, "--staged");
    expect(told.sort()).toEqual(["grün.pem:1 private-key", "new key.ts:2 openai-key", "secret.yaml:5 sendgrid-key"]);
    expect([status, findings[0]?.where]).toEqual([14, "staged"]);
  });

  test("runs nothing that the repository's configuration names", async () => {
    at.git("config", "diff.external", "touch ran; false");
    at.git("config", "core.fsmonitor", "touch ran; false");
    at.git("config", "diff.noprefix", "true");
    expect((await scan(at, "--staged")).told).toHaveLength(3);
    expect(existsSync(join(at.cwd, "ran"))).toBe(false);
  });

  test("does not go with what looks elsewhere", async () => {
    expect((await at.run(["secrets", "scan", "--staged", "--history"])).status).toBe(2);
  });
});

describe("history", () => {
  let at: GitRepository;
  let first = "";
  beforeAll(() => {
    at = gitRepository();
    at.put("config.ts", `const key = "${goodFor("sendgrid-key")}";\n`);
    first = at.commit("with a key");
    at.put("config.ts", `${at.git("show", "HEAD:config.ts")}// more\n`);
    at.commit("more");
    at.put("config.ts", "const key = read();\n");
    at.put("kept.env", `A=${goodFor("openai-key")}\n`);
    at.commit("without the key");
    at.put("stashed.txt", `${goodFor("anthropic-key")}\n`);
    at.git("add", "-A");
    at.git("stash", "-q");
  });
  afterAll(() => at.remove());

  test("tells a key that was taken out again, once, with the commit that brought it", async () => {
    const { status, findings } = await scan(at, "--history");
    const told = findings.map(({ path, rule, where, commit }) => [path, rule, where, commit]);
    expect(told).toContainEqual(["config.ts", "sendgrid-key", "history", first]);
    expect(told.filter(([path]) => path === "config.ts")).toHaveLength(1);
    expect(told).toContainEqual(["kept.env", "openai-key", "tree", undefined]);
    expect(told.filter(([path]) => path === "kept.env")).toHaveLength(1);
    expect(status).toBe(14);
  });

  test("reaches what is only stashed", async () => {
    const { findings, looked } = await scan(at, "--history");
    expect(findings.find(({ path }) => path === "stashed.txt")).toMatchObject({
      where: "history",
      rule: "anthropic-key",
    });
    expect(looked.blobs).toBe(5);
  });

  test("does not exist outside of a repository, and files are looked through all the same", async () => {
    const home = avbHome();
    const run = await home.run(["secrets", "scan", "--history"]);
    const plain = await home.run(["secrets", "scan"]);
    home.remove();
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining("[SCAN_NO_REPOSITORY]")]);
    expect(plain.status).toBe(0);
  });
});
