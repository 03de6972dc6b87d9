import { Errors } from "@oclif/core";
import { AvbError, AvbErrors } from "./domain/errors/avb-error.ts";

/** Whatever was thrown, as errors of the table: avb's own as they are, oclif's parse errors as usage, all else as a bug. */
export function errorsOf(error: unknown, help: string): readonly [AvbError, ...AvbError[]] {
  if (error instanceof AvbErrors) return error.problems;
  if (error instanceof AvbError) return [error];
  if (error instanceof Errors.CLIError) return [AvbError.of("USAGE", { what: firstLines(error.message), help })];
  const what = error instanceof Error ? error.message : String(error);
  return [AvbError.of("BUG", { what: firstLines(what) }, { cause: error })];
}

const firstLines = (text: string): string =>
  text
    .replace(/\nSee more help with --help$/, "")
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
