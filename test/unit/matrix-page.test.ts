import { describe, expect, test } from "vitest";
import { SECTIONS } from "../../src/domain/matrix.ts";
import { matrix } from "../../src/flows/matrix.ts";
import { matrixMarkdown, matrixText } from "../../src/ui/matrix-page.ts";
import { readMarkdown } from "../support/markdown-tables.ts";

const tablesOf = (choice: Parameters<typeof matrix>[0]) => readMarkdown(matrixMarkdown(matrix(choice))).tables;

describe("the matrix for people", () => {
  const text = matrixText(matrix({ section: "env" }));

  test("has no marks of Markdown in it", () => {
    expect(matrixText(matrix())).not.toMatch(/`|\*\*|✅|❌|\| /);
  });

  test("shows the effective value beside the documented cell, with the number of its reason", () => {
    expect(text).toMatch(/^LAGO_API_URL .*http:\/\/localhost:63690 → http:\/\/lago-api:3000 \[2\]$/m);
    expect(text).toContain(
      "[2] inside a container localhost is that container itself; on the host: http://localhost:63690",
    );
  });

  test("gives equal reasons one number", () => {
    const [, paypal = ""] = text.split("4.4 PayPal Configuration");
    const row = (name: string) => paypal.split("\n").find((line) => line.startsWith(name)) ?? "";
    expect(row("PAYPAL_CLIENT_ID")).toMatch(/Production ID → not-configured \[2\]/);
    expect(row("PAYPAL_CLIENT_SECRET")).toMatch(/\$\{VAULT\} → not-configured \[2\]/);
  });

  test.each([60, 80, 100])("fits a terminal of %i columns", (width) => {
    const lines = matrixText(matrix({ section: "env" }), width).split("\n");
    const long = lines.filter((line) => line.length > width && !/^\d/.test(line));
    expect(long).toEqual([]);
  });
});

describe("the matrix in part", () => {
  test.each(SECTIONS)("section %s is printed alone", (section) => {
    const sections = matrix({ section });
    expect(sections.map(({ id }) => id)).toEqual([section]);
    expect(sections[0]?.parts.length).toBeGreaterThan(0);
  });

  test("what the document takes for granted follows its inventory", () => {
    const [documented, beside] = tablesOf({ section: "services" });
    expect(documented?.rows).toHaveLength(7);
    expect(beside?.rows.map(([title, , ports]) => [title, ports])).toEqual([
      ["**PostgreSQL**", "65004"],
      ["**Redis**", "65005"],
    ]);
  });

  test("a mode leaves the other modes out", () => {
    const headings = tablesOf({ section: "modes", mode: "live" }).map(({ heading }) => heading);
    expect(headings).toEqual(["3.2 LIVE Mode (Development Production-Grade)", "Derived from other sections"]);
    const env = tablesOf({ section: "env", mode: "sandbox" });
    expect(env[0]?.headers).toEqual(["Variable", "Required", "Default", "SANDBOX"]);
    expect(env.at(-1)?.rows.every(([, mode]) => mode === "SANDBOX")).toBe(true);
  });

  test("production has the derived values alone", () => {
    const tables = tablesOf({ section: "env", mode: "production" });
    expect(tables.map(({ heading }) => heading)).toEqual(["Production values (derived from 3.3)"]);
    const values = new Map(tables[0]?.rows.map(([name, value]) => [name, value]));
    expect(values.size).toBe(32);
    expect(values.get("`VAULT_ADDR`")).toBe("supplied by the platform");
    expect(values.get("`VAULT_TOKEN`")).toBe("supplied by the platform");
    expect(values.get("`PAYPAL_ENVIRONMENT`")).toBe("`live`");
  });

  test("the value that differs stands beside the document's cell for both views", () => {
    const differing = tablesOf({ section: "env" }).find(({ heading }) => heading === "Effective values that differ");
    expect(differing?.rows).toContainEqual([
      "`VAULT_ADDR`",
      "SANDBOX",
      "-",
      "`http://vault:8200`",
      "`http://localhost:65003`",
      expect.stringContaining("VAULT_FAIL_FAST=false"),
    ]);
  });
});
