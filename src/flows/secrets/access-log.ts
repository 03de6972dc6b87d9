import { printable } from "../../domain/printable.ts";
import { isListOf, isRecordOf, isText, readJson } from "../../domain/shape.ts";
import { requireSafe } from "./store-place.ts";
import type { StoreTools } from "./store-tools.ts";

/** One access to one credential in one store; never a value. */
export interface AccessLine {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** The operating system's user: name and uid. */
  readonly who: string;
  /** What was typed, without arguments: `avb secrets get`. */
  readonly command: string;
  readonly store: string;
  readonly environment: string;
  readonly id: string;
  /** Names of the fields that were given out or set. */
  readonly fields: readonly string[];
  readonly verb: string;
  /** What it came to: a word of the store's, or the code of the error. */
  readonly outcome: string;
}

const isAccessLine = isRecordOf<AccessLine>({
  ...{ at: isText, who: isText, command: isText, store: isText, environment: isText },
  ...{ id: isText, fields: isListOf(isText), verb: isText, outcome: isText },
});

/** A file that has grown to this many bytes is followed by another one. */
const FULL_BYTES = 256 * 1024;
/** Files that stay; the oldest goes when another one is begun. */
const MOST_FILES = 4;
/** More than a full file and the longest batch that came into it last. */
const MOST_BYTES = 16 * 1024 * 1024;

const NAME = /^access-(\d{6})\.ndjson$/;

type Place = Pick<StoreTools, "world" | "checkout" | "stateRoot">;

const folderOf = ({ stateRoot, checkout }: Place): string => `${stateRoot}/credentials/${checkout.id}`;

const pathOf = (place: Place, number: number): string =>
  `${folderOf(place)}/access-${String(number).padStart(6, "0")}.ndjson`;

async function numbersIn(place: Place): Promise<readonly number[]> {
  const names = await place.world.files.list(folderOf(place));
  return names
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}

/**
 * Makes sure that lines can be added, and answers the file they go to: no access without its line. Nothing is renamed or
 * rewritten, so writers at the same time lose nothing. STORE_NOT_SAFE (10) for a file that is a link or has another owner.
 */
export async function openAccessLog(place: Place): Promise<string> {
  const { files } = place.world;
  const numbers = await numbersIn(place);
  const newest = numbers.at(-1) ?? 1;
  const facts = await requireSafe(place.world, pathOf(place, newest));
  if ((facts?.size ?? 0) < FULL_BYTES) {
    if (facts === undefined) await files.append(pathOf(place, newest), "");
    return pathOf(place, newest);
  }
  const next = pathOf(place, newest + 1);
  await files.append(next, "");
  for (const old of numbers.filter((number) => number <= newest + 1 - MOST_FILES))
    await files.remove(pathOf(place, old));
  return next;
}

/** What lines of one call have in common. */
export type AccessCall = Pick<AccessLine, "store" | "verb">;

/** Adds a line for each access of a call, all at once. */
export async function logAccess(
  { world, command, environment }: StoreTools,
  path: string,
  { store, verb }: AccessCall,
  accesses: readonly Pick<AccessLine, "id" | "fields" | "outcome">[],
): Promise<void> {
  if (accesses.length === 0) return;
  const { env, uid } = world.host;
  const at = new Date(world.clock.now()).toISOString();
  const who = `${printable(env.USER ?? env.USERNAME ?? "-")} (${uid})`;
  const lines = accesses.map(({ id, fields, outcome }): string => {
    const line: AccessLine = { at, who, command, store, environment, id, fields, verb, outcome };
    return `${JSON.stringify(line)}\n`;
  });
  await world.files.append(path, lines.join(""));
}

/** Every line that is kept, the oldest first; a line that was cut off is left out. */
export async function accessLines(place: Place): Promise<readonly AccessLine[]> {
  const texts = (await numbersIn(place)).map(async (number) => {
    const file = await place.world.files.readRegular(pathOf(place, number), MOST_BYTES);
    return file === undefined ? "" : new TextDecoder().decode(file.bytes);
  });
  return (await Promise.all(texts))
    .flatMap((text) => text.split("\n"))
    .flatMap((text) => readJson(text, isAccessLine) ?? []);
}
