import { AvbError } from "./errors/avb-error.ts";

/** What `--grep` picks, whatever the case; USAGE (2) for what is no regular expression. */
export function matcherOf(pattern: string): (text: string) => boolean {
  try {
    const expression = new RegExp(pattern, "i");
    return (text) => expression.test(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^Invalid regular expression: /, "") : "";
    const what = `--grep takes a regular expression, and this is none: ${why}`;
    throw AvbError.of("USAGE", { what, help: "avb dev logs --grep 'error|refused'" }, { cause });
  }
}
