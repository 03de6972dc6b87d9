import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { inventoryTables, quotaTables, rotationTables } from "../../src/credentials/tables.ts";
import { credentialMarkdown } from "../../src/ui/credential-page.ts";
import { type FoundTable, readMarkdown } from "../support/markdown-tables.ts";

const ROOT = join(import.meta.dirname, "../..");
const DOCUMENT = join(ROOT, "../shared/seeds/third-party-credentials.md");
const RECORDED = join(ROOT, "test/contract/recorded/credentials.json");
const REFRESH = "run: AVB_RECORD=1 npx vitest run --project contract test/contract/credentials-document.test.ts";
const HEADINGS = ["Credentials Inventory", "Rotation Schedule", "Rate Limits & Quotas"];

/** What is kept of the document: three tables, the addresses of its cost monitoring, and the names in its guide. */
interface Recorded {
  readonly tables: readonly FoundTable[];
  readonly costs: readonly string[];
  readonly guide: readonly string[];
}

function documentCells(): Recorded {
  const text = readFileSync(DOCUMENT, "utf8");
  const [, guide = ""] = /## Account Provisioning Guide([\s\S]*?)\n## /.exec(text) ?? [];
  const prose = guide.replace(/```[\s\S]*?```/g, "");
  return {
    tables: readMarkdown(text).tables.filter(({ heading }) => HEADINGS.includes(heading)),
    costs: [...text.matchAll(/^- (\*\*\w+\*\*: .+https:\S+)$/gm)].map(([, line = ""]) => line),
    guide: [...prose.matchAll(/https?:\/\/[^\s`)]+|\*\*(\$\d+[^*]*)\*\*/g)].map(([whole, bold]) => bold ?? whole),
  };
}

if (process.env.AVB_RECORD === "1" && existsSync(DOCUMENT))
  writeFileSync(RECORDED, `${JSON.stringify(documentCells(), null, 2)}\n`);

const recorded: Recorded = JSON.parse(readFileSync(RECORDED, "utf8"));
const all = [...inventoryTables(CREDENTIALS), ...rotationTables(CREDENTIALS), ...quotaTables(CREDENTIALS)];
const printed = readMarkdown(credentialMarkdown(all)).tables;

describe.skipIf(!existsSync(DOCUMENT))("the document, where it lies beside the repository", () => {
  test("the recorded cells are the document's", () => {
    expect(recorded, REFRESH).toEqual(documentCells());
  });
});

describe("the printed tables", () => {
  test("the record has the three tables whole", () => {
    expect(recorded.tables.map(({ heading, rows }) => [heading, rows.length])).toEqual([
      ["Credentials Inventory", 8],
      ["Rotation Schedule", 9],
      ["Rate Limits & Quotas", 7],
    ]);
  });

  test.each(recorded.tables)("$heading equals the document cell by cell", ({ heading, headers, rows }) => {
    const [ours, ...others] = printed.filter((table) => table.heading === heading);
    expect(others).toEqual([]);
    expect(ours?.headers).toEqual(headers);
    expect(ours?.rows).toEqual(rows);
  });

  test("what the document does not have stands apart", () => {
    const beyond = all.filter(({ documented }) => !documented).map(({ heading, ids }) => [heading, ids]);
    expect(beyond).toEqual([
      ["Credentials Inventory: beyond the document", ["database", "redis", "paypal-sandbox", "paypal-live"]],
      ["Rotation Schedule: beyond the document", ["redis", "paypal-sandbox", "paypal-live"]],
    ]);
  });

  test("each correction names a column of its table, and another text than the document's", () => {
    const corrections = all.flatMap((table) => table.corrections.map((one) => ({ ...one, table })));
    const written = CREDENTIALS.flatMap(({ corrections: own = [] }) => own);
    expect(corrections).toHaveLength(written.length);
    expect(written.length).toBeGreaterThan(8);
    for (const { table, row, column, now } of corrections) {
      expect(table.headers[column]).toBeDefined();
      expect(table.rows[row]?.[column]).not.toBe(now);
    }
  });

  test("cost monitoring has the document's sentences and addresses", () => {
    const ours = CREDENTIALS.flatMap(({ title, costs }) =>
      costs ? [`**${title}**: ${costs.text} at ${costs.url}`] : [],
    );
    expect(ours).toEqual(recorded.costs);
  });

  test("every address and amount of the document's guide is in ours, as it is or as what it was", () => {
    const ours = JSON.stringify(CREDENTIALS.map(({ guide }) => guide));
    expect(recorded.guide.length).toBeGreaterThan(8);
    for (const text of recorded.guide) expect(ours).toContain(text.replace(/ budget$/, ""));
  });
});

describe("the figures that programs read", () => {
  test.each(CREDENTIALS.filter(({ quota }) => quota !== undefined))(
    "$id: each stands in the table's text",
    ({ quota }) => {
      const text = `${quota?.rate} ${quota?.monthly} ${quota?.control}`.replaceAll(",", "").replace(/(\d)K/g, "$1000");
      for (const figure of Object.values(quota?.limits ?? {})
        .flat()
        .filter((one) => typeof one === "number"))
        expect(text).toContain(String(figure));
    },
  );
});
