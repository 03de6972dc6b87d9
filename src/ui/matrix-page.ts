import type { MatrixBlock, MatrixSection, MatrixTable, Remark } from "../domain/matrix.ts";
import { markdownTable, textTable, wrap } from "./table.ts";

const PREFACE = `# The service matrix

Printed by \`avb dev matrix --format markdown\` from the catalogue in \`src/services\`. The numbers are those of the
specification of AgentVoiceBox's external services. Where one of its cells cannot work, a table below names the effective value and why.
`;

/** The matrix as Markdown: the document's tables as they are, then what differs from them. */
export const matrixMarkdown = (sections: readonly MatrixSection[]): string =>
  `${[...sections.flatMap(sectionMarkdown)].join("\n\n")}\n`;

/** The whole matrix as a page of the documentation. */
export const matrixPage = (sections: readonly MatrixSection[]): string => `${PREFACE}\n${matrixMarkdown(sections)}`;

/** The matrix for people: aligned text, the effective value beside a cell that cannot work, the reasons below. */
export const matrixText = (sections: readonly MatrixSection[], width?: number): string =>
  sections
    .flatMap(({ heading, parts }) => [heading, ...parts.map((part) => partText(part, width))])
    .join("\n\n")
    .concat("\n");

function sectionMarkdown({ heading, parts }: MatrixSection): readonly string[] {
  return [`## ${heading}`, ...parts.flatMap(partMarkdown), ...differences(parts)];
}

function partMarkdown(part: MatrixTable | MatrixBlock): readonly string[] {
  const heading = part.heading === undefined ? [] : [`### ${part.heading}`];
  if (part.kind === "block") return [...heading, `\`\`\`${part.language}\n${part.text}\n\`\`\``];
  return [...heading, markdownTable(part.headers, part.rows)];
}

function differences(parts: MatrixSection["parts"]): readonly string[] {
  const rows = parts.flatMap((part) =>
    part.kind === "table" ? part.remarks.map((remark) => differenceRow(part, remark)) : [],
  );
  if (rows.length === 0) return [];
  const headers = ["Variable", "Mode", "Document", "In a container", "On the host", "Because"];
  return ["### Effective values that differ", markdownTable(headers, rows)];
}

const differenceRow = (table: MatrixTable, remark: Remark): readonly string[] => [
  table.rows[remark.row]?.[0] ?? "",
  table.headers[remark.column] ?? "",
  table.rows[remark.row]?.[remark.column] ?? "",
  remark.effective,
  remark.onHost ?? remark.effective,
  remark.why,
];

function partText(part: MatrixTable | MatrixBlock, width?: number): string {
  const heading = part.heading === undefined ? "" : `${part.heading}\n\n`;
  if (part.kind === "block") return `${heading}${part.text}`;
  const notes = [...new Set(part.remarks.map(noteOf))];
  const rows = part.rows.map((cells, row) =>
    cells.map((cell, column) => {
      const remark = part.remarks.find((one) => one.row === row && one.column === column);
      return remark === undefined ? plain(cell) : besides(cell, remark, notes.indexOf(noteOf(remark)));
    }),
  );
  const table = textTable(part.headers, rows, width === undefined ? {} : { width });
  return [`${heading}${table}`, ...notes.map((note, index) => footnote(note, index, width))].join("\n");
}

/** The cell, and beside it the value that works with the number of its note. */
const besides = (cell: string, remark: Remark, note: number): string =>
  `${plain(cell)} → ${plain(remark.effective)} [${note + 1}]`;

const noteOf = ({ why, onHost }: Remark): string =>
  plain(onHost === undefined ? why : `${why}; on the host: ${onHost}`);

function footnote(note: string, index: number, width = Number.POSITIVE_INFINITY): string {
  const label = `${index === 0 ? "\n" : ""}[${index + 1}] `;
  const indent = label.trimStart().length;
  return wrap(note, width - indent)
    .map((line, row) => (row === 0 ? label : " ".repeat(indent)) + line)
    .join("\n");
}

const MARKS: Readonly<Record<string, string>> = { "✅": "yes", "❌": "no" };

/** A cell without Markdown's marks. */
const plain = (cell: string): string => MARKS[cell] ?? cell.replace(/\*\*(.+?)\*\*/g, "$1").replaceAll("`", "");
