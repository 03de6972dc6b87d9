import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CHECKS } from "../../src/flows/checks/table.ts";

const page = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");

test("docs/doctor.md has a row for every check, in the order they are told, and no other", () => {
  const rows = page.split("\n").filter((line) => /^\| `/.test(line));
  expect(rows).toEqual(CHECKS.map(({ id, title, looksAt }) => `| \`${id}\` | ${title} | ${looksAt} |`));
});

test("every id can be typed, and is there once", () => {
  const ids = CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z-]*$/);
});
