import { printable } from "./printable.ts";

const LONGEST_LINE = 4000;
const ESCAPE = "\\u001b";
/** Colours and cursor movements, titles and links, and escapes of two characters (ECMA-48, 5.4 and 5.6). */
const SEQUENCES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\\u0007\\u001b]*(?:\\u0007|${ESCAPE}\\\\)?|[ -/]*[0-~])`,
  "g",
);

/** A line that somebody else's program wrote, for a terminal: colours go, other control characters are shown by their number. */
export const plainLine = (text: string): string =>
  printable(text.replace(SEQUENCES, "").replaceAll("\t", "  "), LONGEST_LINE);

const BEGIN = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const END = /-----END [A-Z ]*PRIVATE KEY-----/;
const MASK = "[redacted]";

/** Masks one line after the other; of a private key that is written over several lines nothing is left. */
export function lineRedactor(redact: (text: string) => string): (text: string) => string {
  let isInside = false;
  return (text) => {
    const ends = END.test(text);
    const begins = BEGIN.test(text);
    if (isInside) {
      isInside = !ends;
      return MASK;
    }
    isInside = begins && !ends;
    return redact(text);
  };
}
