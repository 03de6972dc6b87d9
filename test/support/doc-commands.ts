/** A command that a page tells its reader to type, and what the page says it prints. */
export interface DocCommand {
  /** `docs/ports.md:21`. */
  readonly place: string;
  readonly command: string;
  /** The lines below it in a transcript; undefined where none are shown, or where they are only an example. */
  readonly prints?: readonly string[];
}

const FENCE = /^ {0,3}```(\w*)(.*)$/;

/**
 * The commands of a page, block by block: every line of an `sh` block, and what follows `$ ` in a `console` block, whose other lines
 * are a transcript unless `example` stands after the language. A backslash at the end joins lines; ` # ` begins a comment.
 */
export function docBlocks(file: string, text: string): readonly (readonly DocCommand[])[] {
  const lines = text.split("\n");
  const blocks: (readonly DocCommand[])[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, language = "", info = ""] = FENCE.exec(lines[at] ?? "") ?? [];
    if (!/^ {0,3}```/.test(lines[at] ?? "")) continue;
    const end = lines.findIndex((line, index) => index > at && /^ {0,3}```\s*$/.test(line));
    const inside = lines.slice(at + 1, end).map((line, offset) => ({ line, place: `${file}:${at + 2 + offset}` }));
    if (language === "sh") blocks.push(typed(inside));
    if (language === "console") blocks.push(transcript(inside, info.includes("example")));
    at = end;
  }
  return blocks;
}

/**
 * The examples of the commands page: indented by four, of which the first after each heading is the command's form. What is printed
 * from oclif's own table is no fenced block.
 */
export function indentedExamples(file: string, text: string): readonly DocCommand[] {
  let isForm = false;
  return text.split("\n").flatMap((line, at) => {
    if (line.startsWith("## ")) isForm = true;
    if (!/^ {4}\S/.test(line)) return [];
    if (!isForm) return [{ place: `${file}:${at + 1}`, command: line.trim() }];
    isForm = false;
    return [];
  });
}

interface Line {
  readonly line: string;
  readonly place: string;
}

const typed = (lines: readonly Line[]): readonly DocCommand[] =>
  joined(lines)
    .map(({ line, place }) => ({ place, command: withoutComment(line) }))
    .filter(({ command }) => command !== "");

function transcript(lines: readonly Line[], isExample: boolean): readonly DocCommand[] {
  const commands: { place: string; command: string; prints: string[] }[] = [];
  for (const { line, place } of joined(lines)) {
    if (line.startsWith("$ ")) commands.push({ place, command: withoutComment(line.slice(2)), prints: [] });
    else if (line.trim() !== "") commands.at(-1)?.prints.push(line);
  }
  return commands.map(({ prints, ...rest }) => (isExample || prints.length === 0 ? rest : { ...rest, prints }));
}

/** Lines that end in a backslash go on in the next one. */
function joined(lines: readonly Line[]): readonly Line[] {
  const whole: Line[] = [];
  for (const one of lines) {
    const before = whole.at(-1);
    if (before?.line.endsWith("\\"))
      whole.splice(-1, 1, { ...before, line: `${before.line.slice(0, -1)} ${one.line.trim()}` });
    else whole.push(one);
  }
  return whole;
}

const withoutComment = (line: string): string => line.replace(/(^|\s)#\s.*$/, "").trim();

/**
 * The lines of a transcript that were not printed, looked for in order: numbers, the widths of tables and the marks of finished
 * steps may differ, and so may the order of those steps, which run at once; `…` stands for anything.
 */
export function linesMissing(shown: readonly string[], printed: string): readonly string[] {
  const real = printed.split("\n").map(comparable);
  let from = 0;
  return shown.filter((line) => {
    const wanted = new RegExp(`^${comparable(line).split("…").map(escaped).join(".*")}$`);
    const isStep = line.startsWith("✔");
    const found = real.findIndex((candidate, at) => (isStep || at >= from) && wanted.test(candidate));
    if (found >= 0 && !isStep) from = found + 1;
    return found < 0;
  });
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const comparable = (line: string): string =>
  line
    .replace(/^(✔|done:) /, "")
    .replace(/\d+/g, "0")
    .replace(/[─-]{2,}/g, "-")
    .replace(/\s+/g, " ")
    .trim();
