import { ENV_FORMATS, type EnvFormat } from "./env-format/formats.ts";
import { VIEWS } from "./env-value.ts";
import type { EnvWishes } from "./env-wishes.ts";
import { MODES, type Mode } from "./modes.ts";
import { PROFILE_IDS } from "./profiles/profile.ts";
import { isListOf, isOneOf, isRecordOf, isText, isWord, orAbsent, readJson } from "./shape.ts";

/** A file of values that avb wrote: what it held and what was asked for, so that it can be written again. */
export interface WrittenFile {
  readonly path: string;
  /** Of the text as it was written. */
  readonly sha256: string;
  readonly mode: Mode;
  readonly format: EnvFormat;
  readonly wishes: EnvWishes;
}

const FORMAT_BY_ENDING: readonly (readonly [ending: string, format: EnvFormat])[] = [
  [".json", "json"],
  [".fish", "fish"],
  [".sh", "shell"],
  [".yaml", "compose"],
  [".yml", "compose"],
];

/** The format that a file's name asks for; dotenv for every other name. */
export const formatOfName = (path: string): EnvFormat =>
  FORMAT_BY_ENDING.find(([ending]) => path.toLowerCase().endsWith(ending))?.[1] ?? "dotenv";

/** The files that a record tells of; the last line of a path holds, and a line cut short by a crash tells nothing. */
export function parseWritten(text: string): readonly WrittenFile[] {
  const files = new Map<string, WrittenFile>();
  for (const line of text.split("\n")) {
    const file = readJson(line, isWrittenFile);
    if (file !== undefined) files.set(file.path, file);
  }
  return [...files.values()];
}

const isWrittenFile = isRecordOf<WrittenFile>({
  path: isWord,
  sha256: isWord,
  mode: isOneOf(MODES),
  format: isOneOf(ENV_FORMATS),
  wishes: isRecordOf<EnvWishes>({
    view: isOneOf(VIEWS),
    services: isListOf(isText),
    profile: orAbsent(isOneOf(PROFILE_IDS)),
    renames: isListOf(isText),
  }),
});
