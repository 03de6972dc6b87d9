import { type Guard, isCount, isListOf, isMapOf, isRecordOf, isText, isWord, readJson } from "./shape.ts";

/** A kept row of the billing state, as far as every row has it. */
interface KeptRow {
  readonly lago_id: string;
}

const isRow = isRecordOf<KeptRow>({ lago_id: isWord });
const isObject = isMapOf((_value): _value is unknown => true);
const isList = isListOf((_value): _value is unknown => true);

/** `state.json`: the rows of each table, and the number of the journal that goes on from them. */
export const isSnapshot = isRecordOf<{
  readonly journal: number;
  readonly rows: Readonly<Record<string, readonly KeptRow[]>>;
}>({ journal: isCount, rows: isMapOf(isListOf(isRow)) });

type KeptWrite = readonly [table: string, change: KeptRow | string];

const isWrite: Guard<KeptWrite> = (value): value is KeptWrite =>
  isList(value) && value.length === 2 && isText(value[0]) && (isText(value[1]) || isRow(value[1]));

/** A line of a journal: the changes that one request made. */
export const isJournalLine = isListOf(isWrite);

type KeptEvent = readonly [
  subscription: string,
  code: string,
  transaction: string,
  timestamp: number,
  properties: Readonly<Record<string, unknown>>,
];
type KeptEvents = readonly [received: number, ...events: readonly KeptEvent[]];

const isKeptEvent: Guard<KeptEvent> = (value): value is KeptEvent =>
  isList(value) && value.slice(0, 3).every(isText) && Number.isFinite(value[3]) && isObject(value[4]);

/** A line of `events.log`: when its events came (ms since 1970), and the events. */
export const isEventsLine: Guard<KeptEvents> = (value): value is KeptEvents =>
  isList(value) && Number.isFinite(value[0]) && value.slice(1).every(isKeptEvent);

/** The file that holds the tables as they were when the journal was last begun. */
export const SNAPSHOT_FILE = "state.json";
export const EVENTS_FILE = "events.log";
export const journalFile = (number: number): string => `journal-${number}.log`;

/** Why a line of a log is none of avb's; lines count from 1. */
export const strangeLine = (line: number): string => `line ${line} is none that avb writes`;

/** The lines (from 1) that avb did not write so. What follows the last line's end was cut off by a crash, and is no line. */
export function strangeLines(text: string, guard: Guard<unknown>): readonly number[] {
  const lines = text.split("\n").slice(0, -1);
  return lines.flatMap((line, at) => (readJson(line, guard) === undefined ? [at + 1] : []));
}

/** The text without those lines. */
export const withoutLines = (text: string, lines: readonly number[]): string =>
  text
    .split("\n")
    .filter((_line, at) => !lines.includes(at + 1))
    .join("\n");
