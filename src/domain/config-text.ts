import { AvbError } from "./errors/avb-error.ts";

/** The bytes of a configuration file as text: UTF-8, a byte order mark is dropped; YAML_NOT_TEXT with the line otherwise. */
export function textOf(bytes: Uint8Array, file: string): string {
  const text = decoded(bytes);
  if (text === undefined) throw notText("a byte that is not UTF-8", file, firstBadLine(bytes), 1);
  const zero = text.indexOf("\0");
  if (zero === -1) return text;
  const before = text.slice(0, zero).split("\n");
  throw notText("a NUL byte", file, before.length, (before.at(-1) ?? "").length + 1);
}

const notText = (what: string, file: string, line: number, column: number): AvbError =>
  AvbError.of("YAML_NOT_TEXT", { what }, { place: { file, line, column } });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** No character of UTF-8 holds a line feed inside it, so each line stands for itself. */
function firstBadLine(bytes: Uint8Array): number {
  for (let start = 0, line = 1; start <= bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (decoded(bytes.subarray(start, end === -1 ? bytes.length : end)) === undefined) return line;
    if (end === -1) return line;
    start = end + 1;
  }
  return 1;
}
