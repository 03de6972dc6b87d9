import { AvbError } from "../errors/avb-error.ts";
import type { EnvEntry, EnvFormat } from "./formats.ts";

/** A kind of value that a format cannot carry to its readers unchanged. */
interface Rule {
  breaks(text: string): boolean;
  /** What the value does, to be read after the variable's name. */
  readonly says: string;
}

const NUL: Rule = { breaks: (text) => text.includes("\0"), says: "holds a NUL character" };

/** Without the `u` flag's pairing a lone surrogate would pass; no reader gets it back. */
const BROKEN_TEXT: Rule = { breaks: (text) => /\p{Surrogate}/u.test(text), says: "is not well-formed Unicode" };

/** Where Python's `splitlines` breaks a line. */
const LINE_BREAKS = "\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029";

/**
 * What at least one of npm dotenv, Node, compose, bash, Python's shlex, django-environ and python-dotenv (which pydantic's
 * settings use) reads differently in single quotes: django-environ splits at every Unicode line break, follows a leading `$`
 * and strips a second pair of quotes; python-dotenv fills in `${NAME}` and halves two backslashes; compose takes a closing
 * backslash for an escape.
 */
const FILE_RULES: readonly Rule[] = [
  { breaks: (text) => text.includes("'"), says: "holds a single quote" },
  { breaks: (text) => [...LINE_BREAKS].some((character) => text.includes(character)), says: "holds a line break" },
  { breaks: (text) => text.endsWith("\\"), says: "ends with a backslash" },
  { breaks: (text) => text.includes("\\\\"), says: "holds two backslashes in a row" },
  { breaks: (text) => text.includes("${"), says: "holds ${" },
  { breaks: (text) => text.startsWith("$"), says: "begins with a dollar sign" },
  { breaks: (text) => /^".*"$/.test(text), says: "is wrapped in double quotes" },
];

const RULES: Readonly<Record<EnvFormat, readonly Rule[]>> = {
  dotenv: [NUL, BROKEN_TEXT, ...FILE_RULES],
  shell: [NUL, BROKEN_TEXT],
  fish: [NUL, BROKEN_TEXT],
  compose: [NUL, BROKEN_TEXT],
  json: [],
};

/** A form that every reader takes for the name of a variable. */
export const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The entries that this format cannot carry unchanged, one error each. */
export const checkWritable = (format: EnvFormat, entries: readonly EnvEntry[]): readonly AvbError[] =>
  entries.flatMap(({ name, text }) => {
    const broken = RULES[format].find((rule) => rule.breaks(text));
    return broken === undefined ? [] : [AvbError.of("ENV_VALUE_UNWRITABLE", { name, why: broken.says, format })];
  });
