import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markdownTable, textTable, wrap } from "../../src/ui/table.ts";
import { readMarkdown } from "../support/markdown-tables.ts";

const word = fc.stringMatching(/^[A-Za-z0-9_:/.-]{1,24}$/);
const cell = fc.array(word, { maxLength: 6 }).map((words) => words.join(" "));
const table = fc.integer({ min: 1, max: 5 }).chain((columns) =>
  fc.record({
    headers: fc.array(word, { minLength: columns, maxLength: columns }),
    rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 6 }),
  }),
);

describe("a table for people", () => {
  test("columns are aligned and no line ends in blanks", () => {
    const text = textTable(
      ["Name", "Port"],
      [
        ["vault", "65003"],
        ["pg", ""],
      ],
    );
    expect(text).toBe(["Name   Port", "─────  ─────", "vault  65003", "pg"].join("\n"));
  });

  test("a wide table wraps at spaces, and the other columns wait", () => {
    const text = textTable(["Name", "Why"], [["vault", "it keeps the secrets"]], { width: 20 });
    expect(text).toBe(["Name   Why", "─────  ─────────────", "vault  it keeps the", "       secrets"].join("\n"));
  });

  test("a word is broken only when nothing else can give way", () => {
    const rows = [["http://localhost:65003", "the address Vault would have"]];
    expect(textTable(["A", "B"], rows, { width: 34 })).toContain("http://localhost:65003");
    expect(textTable(["A", "B"], rows, { width: 24 })).not.toContain("http://localhost:65003");
  });

  test("it always fits a width that leaves each column six letters", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 40, max: 120 }), ({ headers, rows }, width) => {
        for (const line of textTable(headers, rows, { width }).split("\n"))
          expect([...line].length).toBeLessThanOrEqual(width);
      }),
    );
  });

  test("wrapping loses no letter", () => {
    fc.assert(
      fc.property(cell, fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(wrap(text, width).join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });
});

test("a Markdown table is read back as it was written, pipes and all", () => {
  const rows = [
    ["`a|b`", "-"],
    ["**x**", "{ y }"],
  ];
  const [found] = readMarkdown(`## 1. T\n\n${markdownTable(["One", "Two"], rows)}\n`).tables;
  expect(found).toEqual({ heading: "1. T", headers: ["One", "Two"], rows });
});
