import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/domain/scan-finding.ts";
import { sarifLog } from "../../src/ui/sarif.ts";
import { schemaProblems } from "../support/sarif-schema.ts";
import { sarifShape } from "../support/sarif-shape.ts";

const finding = (more: Partial<Finding> = {}): Finding => ({
  ...{ kind: "secret", rule: "sendgrid-key", says: "SendGrid API key", where: "tree", path: "src/a b/ü.env" },
  ...{ line: 3, column: 7, endLine: 3, endColumn: 76, fingerprint: "0123456789ab", credential: "sendgrid" },
  ...more,
});
const tool = { version: "0.1.0", rules: { "sendgrid-key": "SendGrid API key" } };

/** One of each kind. */
const ALL = [
  finding(),
  finding({ where: "history", commit: "a".repeat(40), path: "old.env" }),
  finding({ where: "container", path: "avb-shop-web JWT_SECRET", kind: "placeholder", rule: "container-placeholder" }),
  finding({ where: "store", path: "local (dev) openai.api_key", rule: "stored-placeholder", kind: "placeholder" }),
  finding({ path: "/elsewhere/x.env", encoding: "base64", ignored: true }),
  finding({ kind: "allow-list", rule: "allow-expired", path: ".avb-secrets-allow.yaml" }),
];

describe("a SARIF log", () => {
  test("keeps to the format for findings in files, history, containers, stores and the allow-list", () => {
    const log = sarifShape.parse(sarifLog(ALL, tool));
    const levels = ["error", "error", "warning", "warning", "error", "warning"];
    expect(log.runs[0]?.results.map(({ level }) => level)).toEqual(levels);
    expect(log.runs[0]?.tool.driver.rules).toHaveLength(4);
  });

  test("keeps to the published schema", () => {
    for (const findings of [ALL, []]) expect(schemaProblems(sarifLog(findings, tool))).toEqual([]);
  });

  test.each([
    ["a line before the first", finding({ line: 0 })],
    ["a text in place of a line", finding({ line: "3" as unknown as number })],
    ["an address that is none", finding({ path: "/elsewhere/%zz" })],
  ])("with %s would not", (what, broken) => {
    const log = JSON.parse(JSON.stringify(sarifLog([broken], tool)).replaceAll("%25zz", "%zz"));
    expect(schemaProblems(log).length, what).toBeGreaterThan(0);
  });

  test("names a file by an address that begins at the repository's root", () => {
    const [result] = sarifShape.parse(sarifLog([finding()], tool)).runs[0]?.results ?? [];
    expect(result?.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: "src/a%20b/%C3%BC.env", uriBaseId: "SRCROOT" } } },
    ]);
  });

  test("is whole without a finding", () => {
    expect(sarifShape.parse(sarifLog([], tool)).runs[0]?.results).toEqual([]);
  });

  test("the check of the format refuses what breaks it", () => {
    const log = sarifLog([finding({ line: 0 })], tool);
    expect(() => sarifShape.parse(log)).toThrow();
  });
});
