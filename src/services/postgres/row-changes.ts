import type { FieldChange, SeedVerdict } from "../../domain/seeding.ts";
import type { LinkedRow } from "./linked-rows.ts";
import { LINK_KINDS, type LinkTable } from "./links.ts";
import type { Column, RowWrite } from "./sql.ts";

/** A row as it was read: texts by column. */
export type HeldRow = Readonly<Record<string, string | null>>;

/** One table with its wanted rows and what is there. */
export interface LinkPlace {
  readonly table: LinkTable;
  readonly columns: ReadonlyMap<string, Column>;
  readonly held: readonly HeldRow[];
  /** Ids of the tenants that are there or will be; undefined where rows need none. */
  readonly tenants: ReadonlySet<string> | undefined;
}

/** The column of a fact. */
export const columnOf = ({ columns }: LinkTable, fact: string): string => columns[fact] ?? fact;

/** Columns that a new row must give a value, and that nothing is known for. */
export function unfilledIn({ table, columns }: LinkPlace): readonly string[] {
  const facts = [...LINK_KINDS[table.of].facts, ...LINK_KINDS[table.of].links];
  const known = new Set([...facts.map((fact) => columnOf(table, fact)), ...Object.keys(table.values)]);
  return [...columns.values()]
    .filter(({ required, column }) => required && !known.has(column))
    .map(({ column }) => column);
}

/** One row's verdict, and the write that it needs. */
interface Judged {
  readonly verdict: SeedVerdict;
  readonly write?: RowWrite;
}

/** What becomes of one wanted row; `unfilled` are the columns that a new one could not be given. */
export function judgeRow(place: LinkPlace, row: LinkedRow, unfilled: readonly string[]): Judged {
  const { table, held, tenants } = place;
  const keyColumn = columnOf(table, table.key);
  const key = String(row[table.key]);
  const about = { kind: LINK_KINDS[table.of].one, key: String(table.of === "invoices" ? (row.number ?? key) : key) };
  const have = held.find((one) => one[keyColumn] === key);
  if (have !== undefined) return changed(place, row, { about, have });
  if (unfilled.length > 0) {
    const why = `${table.table} wants a value for ${unfilled.join(", ")}; give it one in a document of seeds.postgres`;
    return { verdict: { ...about, do: "blocked", why } };
  }
  if (tenants !== undefined && row.tenant_id !== undefined && !tenants.has(String(row.tenant_id)))
    return { verdict: { ...about, do: "blocked", why: "its tenant has no row" } };
  return {
    verdict: { ...about, do: "create", why: "it is not there" },
    write: { table: table.table, values: newRow(place, row) },
  };
}

function changed(
  { table, columns }: LinkPlace,
  row: LinkedRow,
  { about, have }: { readonly about: Pick<SeedVerdict, "kind" | "key">; readonly have: HeldRow },
): Judged {
  const fields = LINK_KINDS[table.of].links.flatMap((fact): readonly FieldChange[] => {
    const column = columnOf(table, fact);
    const [want, now] = [row[fact], have[column] ?? ""];
    return want === undefined || !columns.has(column) || String(want) === now
      ? []
      : [{ field: column, have: now, want: String(want) }];
  });
  if (fields.length === 0) return { verdict: { ...about, do: "keep" } };
  const why = fields
    .map(({ field, have: is, want }) => `${field} is ${is === "" ? "empty" : is}, to be ${want}`)
    .join("; ");
  const where = { column: columnOf(table, table.key), value: String(row[table.key]) };
  const values = Object.fromEntries(fields.map(({ field, want }) => [field, want]));
  return { verdict: { ...about, do: "update", why, fields }, write: { table: table.table, values, where } };
}

/** Facts and values of a new row, in the columns that the table has. */
function newRow(
  { table, columns }: Pick<LinkPlace, "table" | "columns">,
  row: LinkedRow,
): Readonly<Record<string, unknown>> {
  const known = Object.entries(row).flatMap(([fact, value]) => {
    const column = columns.get(columnOf(table, fact));
    return value === undefined || column === undefined || !fits(fact, column) ? [] : [[column.column, value] as const];
  });
  const values = Object.entries(table.values).filter(([column]) => columns.has(column));
  return { ...Object.fromEntries(values), ...Object.fromEntries(known) };
}

/** An id that the database counts itself is not given one. */
const fits = (fact: string, { type }: Column): boolean =>
  fact !== "id" || ["uuid", "text", "varchar", "bpchar"].includes(type);
