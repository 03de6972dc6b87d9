import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vaultPolicies } from "../../src/services/vault/policies.ts";
import { policyProblems } from "../../src/services/vault/policy-problems.ts";
import { hclIn, policyChanges, policyHcl, rulesOf } from "../../src/services/vault/policy-text.ts";
import { POLICY_VERDICTS } from "../support/vault-policy-verdicts.ts";

const developer = readFileSync(join(import.meta.dirname, "../../templates/vault/policies/developer.hcl"), "utf8");

describe("a policy of the matrix as HCL", () => {
  it.each(vaultPolicies)("$id says its rows and nothing else", ({ id: _id, ...policy }) => {
    const rules = rulesOf(policyHcl({ id: "any", ...policy }));
    const rows = policy.permissions.map(({ path, capabilities }) => [path, [...capabilities]]);
    expect([...(rules ?? [])].map(([path, rule]) => [path, rule.capabilities])).toEqual(rows);
  });

  it("follows the mount of the secrets, and no other path does", () => {
    const [backend] = vaultPolicies;
    const paths = [...(rulesOf(policyHcl(backend, "team/kv")) ?? []).keys()];
    expect(paths.slice(0, 3)).toEqual([
      "team/kv/data/agentvoicebox/backend/*",
      "team/kv/data/agentvoicebox/shared/*",
      "transit/encrypt/api-keys",
    ]);
    expect(hclIn("kv", 'path "secret/data/x" {}\n  path "secretive/x" {}')).toBe(
      'path "kv/data/x" {}\n  path "secretive/x" {}',
    );
  });
});

it("the policy of development has the backend's rows, and reads tenants beside them", () => {
  const rules = rulesOf(developer) ?? new Map();
  const backend = rulesOf(policyHcl(vaultPolicies[0])) ?? new Map();
  for (const [path, rule] of backend) expect(rules.get(path)).toEqual(rule);
  expect([...rules.keys()].filter((path) => !backend.has(path))).toEqual(["secret/data/agentvoicebox/tenants/*"]);
  expect(policyProblems(developer)).toEqual([]);
});

describe("two texts of a policy", () => {
  const one = 'path "a/*" { capabilities = ["read", "list"] }\npath "b" { capabilities = ["update"] }';

  it("are the same when they say the same", () => {
    const other =
      '# other words\npath "b" {\n  capabilities = ["update", "update",]\n}\npath "/a/*" { capabilities = ["list", "read"] }';
    expect(policyChanges(one, other)).toEqual([]);
    expect(policyChanges('path "a" { policy = "read" }', 'path "a" { capabilities = ["read", "list"] }')).toEqual([]);
  });

  it("differ path by path, in what is allowed and in what else is said", () => {
    const other =
      'path "a/*" { capabilities = ["read"] }\npath "c" { capabilities = ["sudo"] }\npath "b" { capabilities = ["update"] allowed_parameters = { "x" = [] } }';
    expect(policyChanges(one, other)).toEqual([
      { field: 'path "a/*"', have: "[read]", want: "[list, read]" },
      { field: 'path "b"', have: '[update] allowed_parameters={"x":[]}', want: "[update]" },
      { field: 'path "c"', have: "[sudo]", want: "-" },
    ]);
  });

  it("are compared as they stand where one is no HCL", () => {
    expect(policyChanges(one, '{"path": {}}')).toHaveLength(1);
  });
});

describe("lint", () => {
  it.each(POLICY_VERDICTS.filter(({ taken }) => !taken))("refuses, as Vault does: $text", ({ text }) => {
    expect(policyProblems(text).filter(({ level }) => level === "wrong")).not.toEqual([]);
  });

  it.each(POLICY_VERDICTS.filter(({ taken }) => taken))("takes, as Vault does: $text", ({ text }) => {
    expect(policyProblems(text).filter(({ level }) => level === "wrong")).toEqual([]);
  });

  it("names the line and column, and the word that was meant", () => {
    const text = '# words\npath "a" {\n  /* two\n  lines */ capabilites = ["read"]\n}\n';
    expect(policyProblems(text)).toEqual([
      expect.objectContaining({
        level: "wrong",
        line: 4,
        column: 12,
        says: expect.stringContaining("'capabilities' may be meant"),
      }),
      expect.objectContaining({ level: "doubtful", line: 2, column: 1 }),
    ]);
  });

  it.each([
    ['path "a/*/b" { capabilities = ["read"] }', /'\*' means any rest only at the end/],
    ['path "a" { }', /allows nothing/],
    ['path "a" { capabilities = ["deny", "read"] }', /'deny' takes away/],
  ])("doubts what Vault takes: %s", (text, says) => {
    expect(policyProblems(text)).toEqual([
      expect.objectContaining({ level: "doubtful", says: expect.stringMatching(says) }),
    ]);
  });
});
