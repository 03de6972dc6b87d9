import { textTable } from "./table.ts";

/** What the table shows of a port. */
interface Row {
  readonly service: string;
  readonly port: string;
  readonly purpose: string;
  readonly documented: number;
  readonly now: number;
  readonly range: string;
  readonly state: string;
  readonly owner?: string;
  readonly needed: boolean;
  readonly sticky: boolean;
}

const HEADERS = ["Port", "Purpose", "Documented", "Now", "May be", "State", "Needed"];

/** The ports of a checkout as aligned text. */
export function portTable(list: { readonly ports: readonly Row[] }, width?: number): string {
  const rows = list.ports.map((row) => [
    `${row.service}.${row.port}`,
    row.purpose,
    String(row.documented),
    row.sticky ? `${row.now} (moved)` : String(row.now),
    row.range,
    row.owner === undefined ? row.state : `${row.state} by ${row.owner}`,
    row.needed ? "yes" : "no",
  ]);
  return textTable(HEADERS, rows, width === undefined ? {} : { width });
}
