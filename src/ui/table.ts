/** What a table for people is drawn with: the width of the terminal in columns, absent where there is none. */
export interface TableOptions {
  readonly width?: number;
}

const GAP = "  ";
const NARROWEST = 6;

/** Aligned text without boxes, wrapped at spaces to fit the width; a word too long for its column is broken. */
export function textTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const widths = fitWidths(naturalWidths([headers, ...rows]), options.width ?? Number.POSITIVE_INFINITY);
  const rule = widths.map((width) => "─".repeat(width)).join(GAP);
  return [...drawRow(headers, widths), rule, ...rows.flatMap((row) => drawRow(row, widths))].join("\n");
}

/** A Markdown table (GitHub Flavored Markdown, "Tables"); a pipe inside a cell is escaped. */
export function markdownTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headers), line(headers.map(() => "---")), ...rows.map(line)].join("\n");
}

const lengthOf = (text: string): number => [...text].length;

function naturalWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? ""))));
}

/** Takes from the widest column until all of them fit. */
function fitWidths(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1);
  while (total() > width) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function drawRow(cells: readonly string[], widths: readonly number[]): readonly string[] {
  const wrapped = widths.map((width, column) => wrap(cells[column] ?? "", width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, column) => pad(lines[line] ?? "", widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - lengthOf(text)));

/** The text in lines of at most that width. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((whole) => pieces(whole, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (lengthOf(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  const letters = [...word];
  if (letters.length <= width) return [word];
  const count = Math.ceil(letters.length / width);
  return Array.from({ length: count }, (_, index) => letters.slice(index * width, (index + 1) * width).join(""));
}
