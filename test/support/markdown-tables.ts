/** A table found in Markdown, under its nearest heading. */
export interface FoundTable {
  readonly heading: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A fenced block found in Markdown. */
export interface FoundBlock {
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

/** What a Markdown document holds, apart from its prose. */
export interface FoundDocument {
  readonly headings: readonly string[];
  readonly tables: readonly FoundTable[];
  readonly blocks: readonly FoundBlock[];
}

/** Headings, tables and fenced blocks of a Markdown document, cells trimmed and otherwise verbatim. */
export function readMarkdown(text: string): FoundDocument {
  const lines = text.split(/\r?\n/);
  const found = { headings: [] as string[], tables: [] as FoundTable[], blocks: [] as FoundBlock[] };
  let heading = "";
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.startsWith("```")) {
      const end = lines.indexOf("```", at + 1);
      found.blocks.push({ heading, language: line.slice(3), text: lines.slice(at + 1, end).join("\n") });
      at = end;
    } else if (/^#{2,3} /.test(line)) {
      heading = line.replace(/^#+ /, "").trim();
      found.headings.push(heading);
    } else if (line.startsWith("|")) {
      const rows = tableLines(lines, at);
      found.tables.push({ heading, headers: cellsOf(rows[0] ?? ""), rows: rows.slice(2).map(cellsOf) });
      at += rows.length - 1;
    }
  }
  return found;
}

/** The part of the matrix that avb prints: what stands under the numbers 2 to 9. */
export function numberedTwoToNine({ headings, tables, blocks }: FoundDocument): FoundDocument {
  const inside = (heading: string) => /^[2-9]\.(\d+)? /.test(heading);
  return {
    headings: headings.filter(inside),
    tables: tables.filter(({ heading }) => inside(heading)),
    blocks: blocks.filter(({ heading }) => inside(heading)),
  };
}

function tableLines(lines: readonly string[], from: number): readonly string[] {
  const end = lines.findIndex((line, index) => index > from && !line.startsWith("|"));
  return lines.slice(from, end === -1 ? lines.length : end);
}

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
