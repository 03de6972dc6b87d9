import { REMINDERS_DAYS } from "./due.ts";

/** A day on which a credential must be replaced. */
export interface CalendarDay {
  readonly id: string;
  readonly title: string;
  readonly environment: string;
  /** `2026-07-01`. */
  readonly day: string;
  readonly text: string;
}

const LONGEST_LINE = 75;
const encoder = new TextEncoder();

/**
 * The days as a calendar (RFC 5545): one whole-day event each, with reminders before it. The same day of the same credential
 * has the same UID in every printing, so that a calendar which takes it in twice shows it once.
 */
export function calendarOf(days: readonly CalendarDay[], nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//avb//secrets rotation//EN", "CALSCALE:GREGORIAN"];
  const lines = [...head, ...days.flatMap((day) => eventOf(day, stamp)), "END:VCALENDAR"];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventOf({ id, title, environment, day, text }: CalendarDay, stamp: string): readonly string[] {
  const summary = escaped(`Replace ${title} (${environment})`);
  return [
    ...["BEGIN:VEVENT", `UID:${id}-${environment}-${day}@avb`, `DTSTAMP:${stamp}`],
    ...[`DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`, `SUMMARY:${summary}`, `DESCRIPTION:${escaped(text)}`],
    ...["TRANSP:TRANSPARENT", ...REMINDERS_DAYS.flatMap((before) => alarm(before, summary)), "END:VEVENT"],
  ];
}

const alarm = (days: number, summary: string): readonly string[] => [
  ...["BEGIN:VALARM", "ACTION:DISPLAY", `TRIGGER:-P${days}D`, `DESCRIPTION:${summary}`, "END:VALARM"],
];

const escaped = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** No line has more than 75 bytes; what follows stands in the next one after a space. No character is torn. */
function folded(line: string): string {
  const lines: string[] = [];
  let part = "";
  for (const character of line) {
    const room = LONGEST_LINE - (lines.length === 0 ? 0 : 1);
    if (encoder.encode(part + character).length > room) {
      lines.push(part);
      part = "";
    }
    part += character;
  }
  return [...lines, part].join("\r\n ");
}
