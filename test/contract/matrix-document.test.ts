import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { matrix } from "../../src/flows/matrix.ts";
import { matrixMarkdown, matrixPage } from "../../src/ui/matrix-page.ts";
import { type FoundDocument, numberedTwoToNine, readMarkdown } from "../support/markdown-tables.ts";

const ROOT = join(import.meta.dirname, "../..");
const DOCUMENT = join(ROOT, "../shared/seeds/external-services-matrix.md");
const RECORDED = join(ROOT, "test/contract/recorded/matrix.json");
const PAGE = join(ROOT, "docs/matrix.md");
const REFRESH = "run: AVB_RECORD=1 npx vitest run --project contract test/contract/matrix-document.test.ts";

if (process.env.AVB_RECORD === "1") {
  if (existsSync(DOCUMENT)) writeFileSync(RECORDED, `${JSON.stringify(documentCells(), null, 2)}\n`);
  writeFileSync(PAGE, matrixPage(matrix()));
}

const recorded: FoundDocument = JSON.parse(readFileSync(RECORDED, "utf8"));
const printed = numberedTwoToNine(readMarkdown(matrixMarkdown(matrix())));

function documentCells(): FoundDocument {
  return numberedTwoToNine(readMarkdown(readFileSync(DOCUMENT, "utf8")));
}

describe.skipIf(!existsSync(DOCUMENT))("the specification, where it lies beside the repository", () => {
  test("the recorded cells are the document's", () => {
    expect(recorded, REFRESH).toEqual(documentCells());
  });
});

describe("the printed matrix", () => {
  test("the record has all of sections 2 to 9", () => {
    expect(recorded.tables).toHaveLength(20);
    expect(recorded.blocks.map(({ heading }) => heading)).toEqual(["6.1 Decision Path Structure", "6.2 Input Context"]);
    const variables = recorded.tables.filter(({ heading }) => heading.startsWith("4."));
    expect(variables.flatMap(({ rows }) => rows)).toHaveLength(32);
  });

  test("the headings are the document's, in its order", () => {
    expect(printed.headings).toEqual(recorded.headings);
  });

  test.each(recorded.tables)("$heading equals the document cell by cell", ({ heading, headers, rows }) => {
    const ours = printed.tables.filter((table) => table.heading === heading);
    expect(ours).toHaveLength(1);
    expect(ours[0]?.headers).toEqual(headers);
    expect(ours[0]?.rows).toEqual(rows);
  });

  test("it has no numbered table that the document does not have", () => {
    expect(printed.tables.map(({ heading }) => heading)).toEqual(recorded.tables.map(({ heading }) => heading));
  });

  test("the blocks of 6.1 and 6.2 are the document's, byte for byte", () => {
    expect(printed.blocks).toEqual(recorded.blocks);
  });

  test("the page in docs is fresh", () => {
    expect(readFileSync(PAGE, "utf8"), REFRESH).toBe(matrixPage(matrix()));
  });
});
