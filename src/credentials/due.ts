import type { Credential, Frequency } from "../domain/credential.ts";

const DAY_MS = 86_400_000;
/** The days before a date at which people are reminded. */
export const REMINDERS_DAYS = [14, 3] as const;

/** How long a credential may live, by the document's word; undefined where no date follows from it. */
const INTERVALS: Readonly<Record<Frequency, { readonly months?: number; readonly days?: number } | undefined>> = {
  Quarterly: { months: 3 },
  Yearly: { months: 12 },
  "90 days": { days: 90 },
  "On compromise": undefined,
  Manual: undefined,
  "N/A": undefined,
};

/** Where a credential stands: nobody has stored it yet, it has no date, or how its date lies to today. */
export type DueState = "not provisioned" | "no date" | "fine" | "soon" | "due" | "overdue";

/** When a credential must be replaced. */
export interface Due {
  readonly state: DueState;
  /** `2026-07-01`; the document's own for what is not provisioned and has one. */
  readonly next?: string;
  /** Whole days until then; negative once it is past. Absent for what is not provisioned. */
  readonly days?: number;
}

/** The day of an instant, in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** The day by which what was stored then must be replaced; undefined where the schedule gives none. */
export function nextRotation({ rotation }: Credential, storedAtMs: number): string | undefined {
  const interval = INTERVALS[rotation.frequency];
  if (interval === undefined) return undefined;
  const { months = 0, days = 0 } = interval;
  const next = Date.parse(addMonths(dayOf(storedAtMs), months)) + days * DAY_MS;
  const last = storedAtMs + (rotation.longestDays ?? Number.POSITIVE_INFINITY) * DAY_MS;
  return dayOf(Math.min(next, last));
}

/** The same day of a later month, or that month's last day. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** What a store knows of a credential that is in it: since when, and the tag that somebody set. */
export interface Provisioned {
  readonly storedAtMs?: number;
  readonly nextRotation?: string;
}

/** Where a credential stands today. What is not provisioned is never overdue: its time counts from the day it is stored. */
export function dueOf(credential: Credential, provisioned: Provisioned | undefined, nowMs: number): Due {
  const documented = isDay(credential.rotation.next) ? { next: credential.rotation.next } : {};
  if (provisioned === undefined) return { state: "not provisioned", ...documented };
  const next = nextOf(credential, provisioned);
  if (next === undefined) return { state: "no date" };
  const days = Math.round((Date.parse(next) - Date.parse(dayOf(nowMs))) / DAY_MS);
  return { state: stateOf(days), next, days };
}

function nextOf(credential: Credential, { storedAtMs, nextRotation: tag }: Provisioned): string | undefined {
  if (tag !== undefined && isDay(tag)) return tag;
  return storedAtMs === undefined ? undefined : nextRotation(credential, storedAtMs);
}

function stateOf(days: number): DueState {
  if (days < 0) return "overdue";
  if (days === 0) return "due";
  return days <= REMINDERS_DAYS[0] ? "soon" : "fine";
}
