/** What a commit would add to one file. */
export interface StagedFile {
  readonly path: string;
  /** The blob as it would be committed. */
  readonly id: string;
  /** The lines that are new, counted from 1: first and last. */
  readonly added: readonly (readonly [number, number])[];
  /** The text of those lines. */
  readonly text: string;
  readonly binary: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** Reads what `git diff --cached --unified=0 --full-index --src-prefix=a/ --dst-prefix=b/` prints. */
export function readStagedDiff(diff: string): readonly StagedFile[] {
  return diff
    .split(/^diff --git /m)
    .slice(1)
    .flatMap((part): readonly StagedFile[] => {
      const [, id] = /^index [0-9a-f]+\.\.([0-9a-f]+)/m.exec(part) ?? [];
      const path = pathOf(part);
      if (id === undefined || path === undefined || /^0+$/.test(id)) return [];
      return [{ path, id, ...addedBy(part), binary: /^Binary files /m.test(part) }];
    });
}

function addedBy(part: string): Pick<StagedFile, "added" | "text"> {
  const body = part.indexOf("\n@@ ");
  if (body === -1) return { added: [], text: "" };
  const lines = part.slice(body + 1).split("\n");
  const added = lines.flatMap((line): readonly (readonly [number, number])[] => {
    const [, first = "0", count = "1"] = /^@@ -[\d,]+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    return Number(first) > 0 && Number(count) > 0 ? [[Number(first), Number(first) + Number(count) - 1]] : [];
  });
  const text = lines.flatMap((line) => (line.startsWith("+") ? [line.slice(1)] : [])).join("\n");
  return { added, text };
}

/** The new name: of the `+++` line, or of the head line where a file without text has none. */
function pathOf(part: string): string | undefined {
  const [, text] = /^\+\+\+ (.+?)\t?$/m.exec(part) ?? / (b\/[^\n]*|"b\/[^\n]*")\n/.exec(part) ?? [];
  if (text === undefined || text === "/dev/null") return undefined;
  return unquoted(text).replace(/^b\//, "");
}

/** A name as C writes it: what is not ASCII stands there as octal bytes of UTF-8. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const bytes: number[] = [];
  for (const [, octal, escaped, plain] of text.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\])/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(escaped === undefined ? plain : (ESCAPES[escaped] ?? escaped)));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
