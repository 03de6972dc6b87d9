import { DAY_MS } from "./billing/calendar.ts";
import { AvbError } from "./errors/avb-error.ts";
import { printable } from "./printable.ts";
import { type Guard, isRecordOf, readJson } from "./shape.ts";
import { lengthInWords, readStep, stepped, type TimeStep } from "./time-steps.ts";

/** What a person wants of the sandbox's clock. */
export type ClockOrder =
  | { readonly do: "show" }
  | { readonly do: "reset" }
  | { readonly do: "step"; readonly step: TimeStep }
  /** `toMs` is an instant, milliseconds since 1970. */
  | { readonly do: "set"; readonly toMs: number };

/** The words the clock knows besides steps such as `+1month`. */
export const CLOCK_WORDS = ["show", "set", "reset"] as const;

/** The sandbox's time as its server tells it; the machine's own is `nowMs - offsetMs`. */
export interface SandboxTime {
  readonly nowMs: number;
  /** Milliseconds by which it is ahead of the machine's clock; negative behind it. */
  readonly offsetMs: number;
}

/** What happened when the clock was moved. */
export interface ClockMove extends SandboxTime {
  /** Invoices that were finalised because their time had come. */
  readonly invoices: number;
  /** Messages that billing put on their way. */
  readonly webhooks: number;
  /** Login sessions that ended: their time had passed, or has not come yet. */
  readonly sessionsEnded: number;
}

/** How far the sandbox may be from the machine's time: billing goes through each period on the way. */
export const FARTHEST_YEARS = 10;

/** Ten years have three leap days at most. */
const FARTHEST_MS = (FARTHEST_YEARS * 365 + 3) * DAY_MS;
const SHOWN = 40;
const usage = (what: string, help: string) => AvbError.of("USAGE", { what, help: `avb dev clock ${help}`.trimEnd() });

/** Reads the words after `avb dev clock`; USAGE (2) for what they cannot mean. */
export function readClockOrder(words: readonly string[]): ClockOrder {
  const [word = "show", ...rest] = words;
  const [date, ...tooMany] = word === "set" ? rest : [undefined, ...rest];
  const [first] = tooMany;
  if (first !== undefined) throw usage(`nothing may follow here, and '${printable(first, SHOWN)}' does`, word);
  if (word === "show" || word === "reset") return { do: word };
  if (word === "set") return { do: "set", toMs: readInstant(date) };
  if (/^[+-]/.test(word)) return { do: "step", step: readStep(word) };
  const shown = printable(word, SHOWN);
  if (DATE.test(word)) throw usage(`'${shown}' stands alone, and a date follows the word set`, `set ${shown}`);
  throw usage(`'${shown}' is nothing the clock can do; that is show, a step such as +1month, set DATE and reset`, "");
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?)?$/i;

/** A date (midnight UTC) or an instant with its zone. */
function readInstant(text: string | undefined): number {
  if (text === undefined) throw usage("set wants a date", "set 2027-01-31");
  const shown = printable(text, SHOWN);
  const [, year, month, day, hour, , , zone] = DATE.exec(text) ?? [];
  if (year === undefined)
    throw usage(`'${shown}' is no date; that is 2027-01-31 or 2027-01-31T10:00:00Z`, "set 2027-01-31");
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(`${year}-${month}-${day}`);
  if (!isDay) throw usage(`there is no ${year}-${month}-${day} in the calendar`, "set 2027-01-31");
  if (hour === undefined) return midnight;
  if (zone === undefined) throw usage(`'${shown}' does not say in which zone; Z is UTC`, `set ${shown}Z`);
  const instant = Date.parse(text.toUpperCase());
  if (Number.isNaN(instant)) throw usage(`'${shown}' names no instant`, `set ${year}-${month}-${day}T10:00:00Z`);
  return instant;
}

/**
 * The offset (milliseconds, whole seconds) that an order leads to. An instant that is set is never fallen short of, so that what
 * is due at it happens. USAGE (2) beyond ten years.
 */
export function offsetAfter(order: Exclude<ClockOrder, { do: "show" }>, { nowMs, offsetMs }: SandboxTime): number {
  if (order.do === "reset") return 0;
  const realMs = nowMs - offsetMs;
  const wanted = order.do === "set" ? order.toMs - realMs : offsetMs + stepped(nowMs, order.step) - nowMs;
  const offset = Math.ceil(wanted / 1000) * 1000 || 0;
  if (isOffset(offset)) return offset;
  const limit = instantText(wanted > 0 ? realMs + FARTHEST_MS : realMs - FARTHEST_MS + DAY_MS).slice(0, 10);
  throw usage(`the clock moves at most ${FARTHEST_YEARS} years away from the real time`, `set ${limit}`);
}

/** An offset that the clock can have: whole seconds, at most ten years. */
export const isOffset: Guard<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) % 1000 === 0 && Math.abs(Number(value)) <= FARTHEST_MS;

/** A moment that a calendar has, in milliseconds since 1970. */
export const isInstant: Guard<number> = (value): value is number =>
  !Number.isNaN(new Date(Number(value)).getTime()) && Number.isInteger(value);

/** `30 days ahead of real time`, or that it is the same. */
export function offsetInWords(offsetMs: number): string {
  if (offsetMs === 0) return "the same as real time";
  return `${lengthInWords(offsetMs)} ${offsetMs > 0 ? "ahead of" : "behind"} real time`;
}

/** `2027-01-31T10:00:00Z`. */
export const instantText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

const isClockFile = isRecordOf<Pick<SandboxTime, "offsetMs">>({ offsetMs: isOffset });

/** The offset that a clock file holds; undefined for a text that is none. */
export const offsetIn = (text: string): number | undefined => readJson(text, isClockFile)?.offsetMs;

/** The file of a moved clock. */
export const clockFile = (offsetMs: number): string => `${JSON.stringify({ offsetMs })}\n`;

/** What a moved clock means for applications, in one sentence; undefined for one that is not moved. */
export function clockCaution(offsetMs: number): string | undefined {
  if (offsetMs === 0) return undefined;
  const tokens = offsetMs > 0 ? "are not valid yet" : "have expired";
  return `the sandbox's clock is ${offsetInWords(offsetMs)}: to an application that goes by the real time its tokens ${tokens}; avb dev clock reset ends that`;
}
