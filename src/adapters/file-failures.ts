import { type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { AvbError } from "../domain/errors/avb-error.ts";
import { shellWord } from "../domain/shell-word.ts";

/** The system's name of what went wrong, such as ENOSPC. */
export const errnoOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";

/** NOT_READABLE with whose it is; undefined where there is simply no such file. */
export function readFailure(path: string, error: unknown): AvbError | undefined {
  const why = errnoOf(error);
  return why === "ENOENT" || why === "ENOTDIR" ? undefined : notReadable(path, why, error);
}

/** NOT_READABLE of a file that is there. */
export const notReadable = (path: string, why: string, cause?: unknown): AvbError =>
  AvbError.of("NOT_READABLE", { path, why, fix: cureOf(holderOf(path), why, "u+r") }, { cause });

/** Does something that writes at this path; what the disk refuses becomes DISK_FULL or NOT_WRITABLE. */
export async function writing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw writeFailure(path, error);
  }
}

function writeFailure(path: string, error: unknown): AvbError {
  const why = errnoOf(error);
  if (why === "ENOSPC" || why === "EDQUOT") return AvbError.of("DISK_FULL", { path }, { cause: error });
  const holder = holderOf(path);
  const facts = { path, why, holder: holder.path, owner: `uid ${holder.facts?.uid ?? "unknown"}` };
  return AvbError.of("NOT_WRITABLE", { ...facts, fix: cureOf(holder, why, "u+rwx") }, { cause: error });
}

interface Holder {
  readonly path: string;
  readonly facts: Stats | undefined;
}

/** The path itself or, where it is not there or may not be seen, the nearest folder above it that is. */
function holderOf(path: string): Holder {
  try {
    return { path, facts: statSync(path) };
  } catch {
    const above = dirname(path);
    return above === path ? { path, facts: undefined } : holderOf(above);
  }
}

/** What makes it right: a command, or where no command does, what to choose instead. */
function cureOf({ path, facts }: Holder, why: string, mode: string): string {
  if (why === "EROFS")
    return "choose a place that can be written (AVB_STATE_DIR moves avb's own files), or mount this one read-write";
  if (why === "ENOTDIR" || why === "EISDIR") return `move ${shellWord(path)} away, or choose another place`;
  const isMine = facts === undefined || facts.uid === process.getuid?.();
  const word = shellWord(path);
  return isMine ? `chmod ${mode} ${word}` : `give it back to yourself: sudo chown -R "$(id -u)" ${word}`;
}
