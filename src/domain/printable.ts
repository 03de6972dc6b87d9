const LONGEST = 60;

/** Foreign text made safe for a terminal: control and invisible characters are escaped, long text is cut. */
export function printable(text: string, longest = LONGEST): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}...` : text;
  return shown.replace(/[\p{C}\p{Z}]/gu, (character) =>
    character === " " ? " " : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The same for a text of several lines that stands within a sentence: they become one. */
export const inOneLine = (text: string, longest = LONGEST): string =>
  printable(text.replace(/\s*\n\s*/g, " ").trim(), longest);

/** The same for names that must be plain ASCII: a look-alike letter shows its code point. */
export const printableAscii = (text: string, longest = LONGEST): string =>
  printable(text, longest).replace(/[^ -~]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

const TAIL_LINES = 20;
const LONGEST_LINE = 400;

/** The last lines of a log, safe for a terminal: what an error shows below itself. */
export const tailOf = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .slice(-TAIL_LINES)
    .map((line) => printable(line, LONGEST_LINE))
    .join("\n");
