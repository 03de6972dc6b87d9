import { textTable } from "./table.ts";

/** How a credential stands, as it is drawn. */
export interface DrawnStanding {
  readonly id: string;
  readonly stores: readonly { readonly store: string; readonly state: string; readonly ageDays?: number }[];
  readonly due: { readonly state: string; readonly next?: string; readonly days?: number };
  readonly differs: readonly string[];
}

/** A row for each credential, a column for each store. */
export function statusTable(all: readonly DrawnStanding[], width?: number): string {
  const stores = all[0]?.stores.map(({ store }) => store) ?? [];
  const rows = all.map(({ id, stores: held, due, differs }) => [
    ...[id, ...held.map(({ state, ageDays }) => (ageDays === undefined ? state : `${state}, ${ageDays} d`))],
    ...[due.next ?? "-", dueText(due), differs.join(", ")],
  ]);
  const headers = ["ID", ...stores, "Next rotation", "Due", "Differs"];
  return textTable(headers, rows, width === undefined ? {} : { width });
}

/** `overdue by 12 d`, `in 30 d`, or the state's own word. */
export function dueText({ state, days = 0 }: DrawnStanding["due"]): string {
  if (state === "overdue") return `overdue by ${-days} d`;
  return state === "fine" || state === "soon" ? `in ${days} d` : state;
}

/** `field fingerprint, field fingerprint`. */
export const pairsText = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map((pair) => pair.join(" "))
    .join(", ");

/** Fields by fingerprint; revealed, one value as it is and several as JSON. */
export function gotText(
  fields: Readonly<Record<string, { readonly fingerprint: string; readonly value?: string }>>,
  reveal: boolean,
): string {
  const all = Object.entries(fields);
  if (!reveal)
    return textTable(
      ["Field", "Fingerprint"],
      all.map(([name, { fingerprint }]) => [name, fingerprint]),
    );
  const values = all.map(([name, { value = "" }]) => [name, value] as const);
  return values.length === 1 ? (values[0]?.[1] ?? "") : JSON.stringify(Object.fromEntries(values), null, 2);
}
