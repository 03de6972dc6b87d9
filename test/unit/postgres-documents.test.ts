import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOwnLinkDocument, linkProblems, withOwnLinks } from "../../src/services/postgres/links.ts";
import { literal, rowsSql, writesSql } from "../../src/services/postgres/sql.ts";

const { tables: TABLES } = JSON.parse(
  readFileSync(new URL("../../templates/postgres/links.json", import.meta.url), "utf8"),
);

describe("a team's own document", () => {
  test("names tables, columns and values anew, and leaves the rest", () => {
    const own = {
      tables: [{ of: "tenants", table: "accounts_tenant", columns: { keycloak_group_id: "kc_group" } }],
    } as const;
    expect(isOwnLinkDocument(own)).toBe(true);
    expect(withOwnLinks(TABLES, [own])[0]).toMatchObject({
      table: "accounts_tenant",
      model: "tenants.tenant",
    });
  });

  test.each([
    [{}, [], /a list 'tables'/],
    [{ tables: [{ of: "people" }] }, ["tables", 0, "of"], /tenants, users, invoices/],
    [{ tables: [{ of: "users", tabel: "x" }] }, ["tables", 0, "tabel"], /no 'tabel'/],
    [{ tables: [{ of: "users", table: 'x"; DROP' }] }, ["tables", 0, "table"], /letters, digits/],
    [{ tables: [{ of: "users", columns: { sub: "sub" } }] }, ["tables", 0, "columns", "sub"], /knows no sub of users/],
    [{ tables: [{ of: "users", columns: { email: "e-mail" } }] }, ["tables", 0, "columns", "email"], /letters, digits/],
    [{ tables: [{ of: "users", key: "sub" }] }, ["tables", 0, "key"], /the key must be one of/],
    [{ tables: [{ of: "users", model: "User" }] }, ["tables", 0, "model"], /Django's label/],
    [{ tables: [{ of: "users", values: [] }] }, ["tables", 0, "values"], /a map of columns/],
  ])("%j is refused where it is wrong", (document, path, says) => {
    expect(isOwnLinkDocument(document)).toBe(false);
    expect(linkProblems(document)).toContainEqual({ path, says: expect.stringMatching(says) });
  });
});

describe("statements", () => {
  test("hold any text as the text that it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = literal(text);
        expect(quoted.slice(1, -1).replaceAll("''", "'")).toBe(text);
        expect(quoted.slice(1, -1).replaceAll("''", "")).not.toContain("'");
      }),
    );
  });

  test("write all rows in one transaction, and ask only for rows that are wanted", () => {
    const sql = writesSql([
      { table: "t", values: { name: "O'Brien" } },
      { table: "t", values: { link: "x" }, where: { column: "id", value: "7" } },
    ]);
    expect(sql.split("\n")).toEqual([
      "BEGIN;",
      `INSERT INTO "t" ("name") SELECT "name" FROM jsonb_populate_record(NULL::"t", '{"name":"O''Brien"}'::jsonb);`,
      `UPDATE "t" t SET "link" = n."link" FROM jsonb_populate_record(NULL::"t", '{"link":"x"}'::jsonb) n WHERE t."id"::text = '7';`,
      ...["COMMIT;", ""],
    ]);
    expect(rowsSql([{ table: "t", key: "id", columns: ["id"], keys: [] }])).toBe(
      "SELECT json_build_array('[]'::json);\n",
    );
  });
});
