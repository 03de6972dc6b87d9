/** A subscription's life, as far as its own fee goes. */
export interface Life {
  readonly interval: "weekly" | "monthly" | "quarterly";
  readonly billingTime: "calendar" | "anniversary";
  readonly inAdvance: boolean;
  readonly amountCents: number;
  /** Local dates, `2026-11-22`. */
  readonly first: string;
  readonly today: string;
}

const next = (date: string, days = 1): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const numbers = (date: string) => date.split("-").map(Number) as [number, number, number];

const isLastOfMonth = (date: string): boolean => next(date).endsWith("-01");

/** Whether a period begins on a date, asked of the calendar date by date. */
function begins({ interval, billingTime, first }: Life, date: string): boolean {
  const [year, month, day] = numbers(date);
  const [firstYear, firstMonth, firstDay] = numbers(first);
  if (interval === "weekly") {
    const weekday = (of: string) => new Date(`${of}T12:00:00Z`).getUTCDay();
    return weekday(date) === (billingTime === "calendar" ? 1 : weekday(first));
  }
  const step = interval === "monthly" ? 1 : 3;
  if (billingTime === "calendar") return day === 1 && (month - 1) % step === 0;
  const months = year * 12 + month - (firstYear * 12 + firstMonth);
  return months % step === 0 && (day === firstDay || (day < firstDay && isLastOfMonth(date)));
}

/** The fees in cents, one invoice after the other, worked out by walking through the days. */
export function feesNaively(life: Life): readonly number[] {
  const due = periodsNaively(life).filter(({ end }) => life.inAdvance || end <= life.today);
  return due.map(({ start, end }) => {
    const billed = days([start, life.first].toSorted()[1] ?? start, end);
    return Math.floor((life.amountCents * billed) / days(start, end) + 0.5);
  });
}

/** The periods that were begun by today: the dates of their first day and of the first day after them. */
export function periodsNaively(life: Life): readonly { readonly start: string; readonly end: string }[] {
  let start = life.first;
  while (!begins(life, start)) start = next(start, -1);
  const periods = [];
  while (start <= life.today) {
    let end = next(start);
    while (!begins(life, end)) end = next(end);
    periods.push({ start, end });
    start = end;
  }
  return periods;
}

const days = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);
