import { Errors } from "@oclif/core";
import { closest } from "./domain/closest.ts";
import { AvbError, AvbErrors } from "./domain/errors/avb-error.ts";
import { printable } from "./domain/printable.ts";

/** Whatever was thrown, as errors of the table: avb's own as they are, oclif's parse errors as usage, all else as a bug. */
export function errorsOf(error: unknown, help: string): readonly [AvbError, ...AvbError[]] {
  if (error instanceof AvbErrors) return error.problems;
  if (error instanceof AvbError) return [error];
  if (error instanceof Errors.CLIError) return [AvbError.of("USAGE", { what: firstLines(error.message), help })];
  const what = error instanceof Error ? error.message : String(error);
  return [AvbError.of("BUG", { what: firstLines(what) }, { cause: error })];
}

/** oclif's error of a command that does not exist as avb's, with the command that was most likely meant; undefined for any other. */
export function unknownCommand(error: unknown, commandIds: readonly string[]): AvbError | undefined {
  const id = error instanceof Errors.CLIError ? /^command (.+) not found$/s.exec(error.message)?.[1] : undefined;
  if (id === undefined) return undefined;
  // oclif joins every word that was typed with colons, also those behind the command.
  const typed = id.split(":");
  const meant = [typed, typed.slice(0, 2)]
    .map((words) => nearest(words, commandIds))
    .find((near) => near !== undefined);
  const what = `'avb ${printable(typed.join(" "))}' is not a command`;
  return AvbError.of("USAGE", { what, help: meant === undefined ? "avb --help" : `avb ${meant.replaceAll(":", " ")}` });
}

/** The words of a right topic do not count: they would make every command of that topic look near. */
function nearest(words: readonly string[], ids: readonly string[]): string | undefined {
  const topic = ids.some((id) => id.startsWith(`${words[0]}:`)) ? `${words[0]}:` : "";
  const inTopic = ids.filter((id) => id.startsWith(topic)).map((id) => id.slice(topic.length));
  const meant = closest(words.join(":").slice(topic.length), inTopic);
  return meant === undefined ? undefined : `${topic}${meant}`;
}

const firstLines = (text: string): string =>
  text
    .replace(/\nSee more help with --help$/, "")
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
