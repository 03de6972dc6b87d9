import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/domain/scan-finding.ts";
import { chars, goodFor, PEM } from "../support/credential-samples.ts";
import { type GitRepository, gitRepository } from "../support/git-repository.ts";
import { sarifShape } from "../support/sarif-shape.ts";

/** Every value that is put anywhere here; none may be told. */
const planted: string[] = [];
const plant = (value: string) => {
  planted.push(value);
  return value;
};

async function scan(at: GitRepository, ...args: readonly string[]) {
  const run = await at.run(["secrets", "scan", ...args, "--format", "json"]);
  for (const value of planted) expect(run.stdout + run.stderr).not.toContain(value.slice(10, 40));
  const { findings, skipped, allowed } = JSON.parse(run.stdout) as {
    findings: readonly Finding[];
    skipped: readonly { path: string; why: string }[];
    allowed: number;
  };
  return {
    ...run,
    findings,
    skipped,
    allowed,
    told: findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`),
  };
}

describe("a repository's files", () => {
  let at: GitRepository;
  beforeAll(() => {
    at = gitRepository();
    const jwt = plant(chars(40));
    at.put(".gitignore", "node_modules\nbuild\n.env\n*.tfstate\n");
    at.put(".env", `SENDGRID_API_KEY=${plant(goodFor("sendgrid-key"))}\n`);
    at.put(".env.example", "OPENAI_API_KEY=sk-...\nJWT_SECRET=REPLACE_WITH_JWT\n");
    at.put("src/a.ts", `export const a = 1;\nconst key = "${plant(goodFor("openai-key"))}";\n`);
    at.put("build/out.js", `"${plant(goodFor("sendgrid-key"))}"`);
    at.put("node_modules/x/.env", `A=${plant(goodFor("sendgrid-key"))}\n`);
    at.put("k8s/secret.yaml", `apiVersion: v1\nkind: Secret\ndata:\n  JWT_SECRET: ${plant(btoa(jwt))}\n`);
    at.put("k8s/store.yaml", `apiVersion: v1\nkind: SecretStore\nspec:\n  vaultUrl: $${"{KEY_VAULT_URI}"}\n`);
    at.put("infra/terraform.tfstate", JSON.stringify({ s: JSON.stringify({ key: plant(PEM.pkcs1) }) }, null, 2));
    at.put("infra/main.tf", 'x = "REPLACE_WITH_ACTUAL_OPENAI_API_KEY"\n');
    at.put("logo.png", Uint8Array.from([0x89, 0x50, 0, 0, 0]));
    at.put("windows.env", Buffer.from(`\ufeffA=${plant(goodFor("slack-webhook"))}\r\n`, "utf16le"));
    at.commit("first");
  });
  afterAll(() => at.remove());

  const EXPECTED = [
    ".env:1 sendgrid-key",
    "infra/main.tf:1 placeholder-replace-with",
    "infra/terraform.tfstate:2 private-key",
    "k8s/secret.yaml:4 assigned",
    "k8s/store.yaml:4 placeholder-reference",
    "src/a.ts:2 openai-key",
    "windows.env:1 slack-webhook",
  ];

  test("are looked through as git sees them, .env and Terraform's state besides; nothing of a value is told", async () => {
    const { status, told, findings, skipped } = await scan(at);
    expect(told).toEqual(EXPECTED);
    expect(status).toBe(14);
    expect(findings.find(({ path }) => path === "k8s/secret.yaml")).toMatchObject({
      ...{ credential: "jwt", encoding: "base64", column: 15 },
    });
    expect(findings.filter(({ ignored }) => ignored).map(({ path }) => path)).toEqual([
      ".env",
      "infra/terraform.tfstate",
    ]);
    expect(skipped).toContainEqual({ path: "logo.png", why: "is binary" });
  });

  test("are told by place and fingerprint in a table, by the envelope, and as SARIF", async () => {
    const table = await at.run(["secrets", "scan", "src"]);
    expect(table.stdout).toMatch(/src\/a\.ts:2:14 +openai-key +openai +[0-9a-f]{12} +OpenAI API key/);
    expect(table.stderr).toMatch(/one secret was found.*\[SCAN_FOUND\]/s);
    const json = JSON.parse((await at.run(["secrets", "scan", "src", "--json"])).stdout);
    expect(json).toMatchObject({
      ok: false,
      error: { code: "SCAN_FOUND", exit: 14 },
      data: { findings: [{ line: 2 }] },
    });
    const sarif = await at.run(["secrets", "scan", "--format", "sarif", "--quiet"]);
    const log = sarifShape.parse(JSON.parse(sarif.stdout));
    expect(log.runs[0]?.results).toHaveLength(EXPECTED.length);
    for (const value of planted) expect(sarif.stdout + table.stdout).not.toContain(value.slice(10, 40));
  });

  test("a file that is named is looked into though git ignores it, and one that is not there is told", async () => {
    expect((await scan(at, "build/out.js")).told).toEqual(["build/out.js:1 sendgrid-key"]);
    const absent = await at.run(["secrets", "scan", "nowhere"]);
    expect([absent.status, absent.stderr]).toEqual([
      2,
      expect.stringMatching(/nowhere is not there.*\[SCAN_PATH_ABSENT\]/s),
    ]);
  });

  test("a large file is left out and said", async () => {
    at.put("src/large.txt", `${goodFor("sendgrid-key")}\n${"x".repeat(1024 * 1024)}`);
    const { told, skipped } = await scan(at, "src", "--max-size", "1");
    unlinkSync(join(at.cwd, "src/large.txt"));
    expect(told).toEqual(["src/a.ts:2 openai-key"]);
    expect(skipped).toEqual([{ path: "src/large.txt", why: "has 1025 KB, more than 1024 KB" }]);
  });

  test("the allow-list lets pass with a reason until its day, and an entry that is over is a finding", async () => {
    const { findings } = await scan(at, "src");
    const entry = (expires: string) =>
      `allow:\n  - path: src/**\n    fingerprint: "${findings[0]?.fingerprint}"\n    reason: a test key\n    expires: ${expires}\n`;
    at.put(".avb-secrets-allow.yaml", entry("2999-01-01"));
    expect(await scan(at, "src")).toMatchObject({ status: 0, allowed: 1, told: [] });
    at.put(".avb-secrets-allow.yaml", entry("2020-01-01"));
    expect((await scan(at, "src")).told).toEqual([".avb-secrets-allow.yaml:2 allow-expired", "src/a.ts:2 openai-key"]);
    unlinkSync(join(at.cwd, ".avb-secrets-allow.yaml"));
  });

  test.each([
    ["allow:\n  - path: a\n    expires: 2999-01-01\n", "2:5", /says no reason/],
    ["allow:\n  - path: a\n    reason: b\n    expires: soon\n", "4:14", /no end: a day as in/],
    ["allow:\n  - reason: b\n    expires: 2999-01-01\n", "2:5", /neither path nor fingerprint/],
    ["allow:\n  - path: a\n    reason: b\n    expires: 2999-02-30\n", "4:14", /no end/],
    ["allow:\n  - path: a\n    reason: b\n    expires: 2999-01-01\n    rule: nope\n", "5:11", /no such rule/],
    ["allow:\n  - path: a\n    reason: b\n    expires: 2999-01-01\n    until: x\n", "5:5", /does not know 'until'/],
    ["- a\n", "1:1", /no list under 'allow'/],
  ])("a wrong allow-list ends with 3 and its line (%#)", async (text, place, says) => {
    at.put(".avb-secrets-allow.yaml", text);
    const run = await at.run(["secrets", "scan", "src"]);
    unlinkSync(join(at.cwd, ".avb-secrets-allow.yaml"));
    expect(run.status).toBe(3);
    expect(run.stderr).toContain(`.avb-secrets-allow.yaml:${place}`);
    expect(run.stderr).toMatch(says);
  });
});
