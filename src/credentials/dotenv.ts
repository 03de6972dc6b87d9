/** A variable of a dotenv text, with its line. */
export interface DotenvEntry {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** A line that is no assignment, and why. */
export interface DotenvProblem {
  readonly line: number;
  readonly why: string;
}

/** What a dotenv text holds. */
export interface DotenvText {
  readonly entries: readonly DotenvEntry[];
  readonly problems: readonly DotenvProblem[];
}

const START = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=[ \t]*/;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads a dotenv text as Compose, npm's dotenv and python-dotenv agree: single quotes are literal, double quotes know `\n`,
 * both may span lines, an unquoted value ends at ` #`. Nothing is filled in: `$` is a dollar sign. A name that comes twice is
 * a problem, because readers disagree which one holds.
 */
export function readDotenv(text: string): DotenvText {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const entries: DotenvEntry[] = [];
  const problems: DotenvProblem[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = at + 1;
    const read = readLine(lines, at);
    at += read.lines;
    if ("why" in read) problems.push({ line, why: read.why });
    if (!("name" in read)) continue;
    if (entries.some(({ name }) => name === read.name)) problems.push({ line, why: `${read.name} is there twice` });
    else entries.push({ name: read.name, text: read.text, line });
  }
  return { entries, problems };
}

function readLine(
  lines: readonly string[],
  at: number,
): { lines: number; why: string } | { lines: number; name: string; text: string } | { lines: number } {
  const line = lines[at] ?? "";
  if (/^\s*(?:#|$)/.test(line)) return { lines: 1 };
  const [start, name] = START.exec(line) ?? [];
  if (start === undefined || name === undefined) return { lines: 1, why: "is not NAME=value" };
  const rest = line.slice(start.length);
  const quote = rest[0];
  if (quote !== "'" && quote !== '"') return { lines: 1, name, text: rest.replace(/\s+#.*$/, "").trim() };
  return readQuoted({ name, quote }, [rest.slice(1), ...lines.slice(at + 1)]);
}

function readQuoted({ name, quote }: { name: string; quote: string }, lines: readonly string[]) {
  const end = quote === "'" ? /'/ : /(?<!\\)(?:\\\\)*"/;
  const last = lines.findIndex((line) => end.test(line));
  if (last === -1) return { lines: 1, why: `has no closing ${quote}` };
  const whole = lines.slice(0, last + 1).join("\n");
  const found = end.exec(lines[last] ?? "");
  const before = whole.length - (lines[last]?.length ?? 0);
  const length = before + (found?.index ?? 0) + (found?.[0].length ?? 1) - 1;
  if (!/^\s*(?:#.*)?$/.test(whole.slice(length + 1)))
    return { lines: last + 1, why: "has text after its closing quote" };
  const text = whole.slice(0, length);
  return { lines: last + 1, name, text: quote === "'" ? text : unescaped(text) };
}

const unescaped = (text: string): string =>
  text.replace(
    /\\([\s\S])/g,
    (whole, character: string) => ESCAPES[character] ?? (/["\\$`]/.test(character) ? character : whole),
  );
