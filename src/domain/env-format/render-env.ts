import { AvbErrors } from "../errors/avb-error.ts";
import type { EnvEntry, EnvFormat } from "./formats.ts";
import { checkWritable } from "./rules.ts";

/** How a format writes one variable, and what stands around them all. */
interface Writer {
  readonly line: (name: string, text: string) => string;
  readonly before?: string;
}

const WRITERS: Readonly<Record<Exclude<EnvFormat, "json">, Writer>> = {
  dotenv: { line: (name, text) => `${name}='${text}'` },
  shell: { line: (name, text) => `export ${name}='${text.replaceAll("'", "'\\''")}'` },
  fish: { line: (name, text) => `set -gx ${name} '${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'` },
  compose: { before: "environment:", line: (name, text) => `  ${name}: ${yamlString(text.replaceAll("$", "$$$$"))}` },
};

/** The variables as a text of this format that ends with a line break; refuses every value that would not arrive unchanged. */
export function renderEnv(format: EnvFormat, entries: readonly EnvEntry[], comment?: string): string {
  const [first, ...others] = checkWritable(format, entries);
  if (first !== undefined) throw new AvbErrors([first, ...others]);
  if (format === "json")
    return `${JSON.stringify(Object.fromEntries(entries.map(({ name, text }) => [name, text])), null, 2)}\n`;
  const { line, before } = WRITERS[format];
  const head = [comment === undefined ? undefined : `# ${comment}`, before].filter((text) => text !== undefined);
  if (format === "compose" && entries.length === 0) return `${[...head.slice(0, -1), "environment: {}"].join("\n")}\n`;
  return [...head, ...entries.map(({ name, text }) => line(name, text)), ""].join("\n");
}

/** A double-quoted YAML scalar in plain ASCII: JSON's escapes, and YAML's own for what lies beyond. */
const yamlString = (text: string): string => JSON.stringify(text).replace(/[^ -~]/gu, escapeCodePoint);

const escapeCodePoint = (character: string): string =>
  `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
