import type { CellCorrection, CredentialTable } from "../domain/credential-table.ts";
import { markdownTable, textTable, wrap } from "./table.ts";

/** The tables as Markdown: the document's cells as they are, then what has changed since. */
export const credentialMarkdown = (tables: readonly CredentialTable[]): string =>
  `${tables.flatMap(tableMarkdown).join("\n\n")}\n`;

function tableMarkdown(table: CredentialTable): readonly string[] {
  const rows = table.corrections.map((one) => [
    ...[table.rows[one.row]?.[0] ?? "", table.headers[one.column] ?? ""],
    ...[one.now, one.because],
  ]);
  const changed = markdownTable(["Service", "Column", "Today", "Because"], rows);
  return [
    `## ${table.heading}`,
    markdownTable(table.headers, table.rows),
    ...(rows.length === 0 ? [] : ["### What has changed since", changed]),
  ];
}

/** The tables for people: the id by which commands know each credential, plain cells, what has changed below. */
export const credentialText = (tables: readonly CredentialTable[], width?: number): string =>
  `${tables.map((table) => tableText(table, width)).join("\n\n")}\n`;

function tableText({ heading, headers, ids, rows, corrections }: CredentialTable, width?: number): string {
  const notes = corrections.map((one, index) => note(one, { index, service: ids[one.row] ?? "", width }));
  const marked = (cell: string, row: number, column: number) => {
    const at = corrections.findIndex((one) => one.row === row && one.column === column);
    return at === -1 ? plain(cell) : `${plain(cell)} [${at + 1}]`;
  };
  const cells = rows.map((row, index) => [ids[index] ?? "", ...row.map((cell, column) => marked(cell, index, column))]);
  const table = textTable(["ID", ...headers], cells, width === undefined ? {} : { width });
  return [heading, "", table, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}

interface NotePlace {
  readonly index: number;
  readonly service: string;
  readonly width: number | undefined;
}

function note({ now, because }: CellCorrection, { index, service, width }: NotePlace): string {
  const label = `[${index + 1}] `;
  const lines = wrap(`${service}, today: ${now} (${because})`, (width ?? Number.POSITIVE_INFINITY) - label.length);
  return lines.map((line, row) => (row === 0 ? label : " ".repeat(label.length)) + line).join("\n");
}

/** A cell without Markdown's marks. */
const plain = (cell: string): string => cell.replace(/\*\*(.+?)\*\*/g, "$1").replaceAll("`", "");
