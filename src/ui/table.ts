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
  const widths = fitWidths(measure([headers, ...rows]), options.width ?? Number.POSITIVE_INFINITY);
  const rule = widths.map((width) => "─".repeat(width)).join(GAP);
  return [...drawRow(headers, widths), rule, ...rows.flatMap((row) => drawRow(row, widths))].join("\n");
}

/** A Markdown table (GitHub Flavored Markdown, "Tables"); a pipe inside a cell is escaped. */
export function markdownTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headers), line(headers.map(() => "---")), ...rows.map(line)].join("\n");
}

const lengthOf = (text: string): number => [...text].length;

/** The widest cell of each column, and the widest word that must not be broken without need. */
interface ColumnFacts {
  readonly natural: readonly number[];
  readonly words: readonly number[];
}

function measure(rows: readonly (readonly string[])[]): ColumnFacts {
  const columns = Math.max(...rows.map((row) => row.length));
  const widest = (column: number, parts: (cell: string) => readonly string[]) =>
    Math.max(...rows.flatMap((row) => parts(row[column] ?? "").map(lengthOf)));
  const indexes = Array.from({ length: columns }, (_, column) => column);
  return {
    natural: indexes.map((column) => widest(column, (cell) => [cell])),
    words: indexes.map((column) => widest(column, (cell) => cell.split(" "))),
  };
}

/** Takes from the widest column until all fit: first down to their longest words, then as far as it must be. */
function fitWidths({ natural, words }: ColumnFacts, width: number): readonly number[] {
  const whole = shrink(natural, words, width);
  const narrowest = natural.map((one) => Math.min(one, NARROWEST));
  return shrink(whole, narrowest, width);
}

function shrink(from: readonly number[], least: readonly number[], width: number): readonly number[] {
  const widths = [...from];
  let spare = widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1) - width;
  while (spare > 0) {
    const open = widths.filter((one, column) => one > (least[column] ?? 0));
    if (open.length === 0) break;
    const widest = Math.max(...open);
    const column = widths.findIndex((one, index) => one === widest && one > (least[index] ?? 0));
    widths[column] = widest - 1;
    spare -= 1;
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
