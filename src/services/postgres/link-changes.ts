import type { SeedVerdict } from "../../domain/seeding.ts";
import type { LinkedRow, LinkedRows } from "./linked-rows.ts";
import { LINK_KINDS, LINK_ORDER, type LinkKind, type LinkTable } from "./links.ts";
import { columnOf, type HeldRow, judgeRow, type LinkPlace, unfilledIn } from "./row-changes.ts";
import type { Column, RowWrite } from "./sql.ts";

/** What was read of the database. */
export interface HeldLinks {
  readonly columns: readonly Column[];
  /** Of the wanted rows, those that are there. */
  readonly rows: Readonly<Record<LinkKind, readonly HeldRow[]>>;
}

/** What differs between the wanted rows and the database. */
export interface LinkDifference {
  readonly verdicts: readonly SeedVerdict[];
  readonly writes: readonly RowWrite[];
}

/** The columns that a table has, by name; none where it is not there. */
export const columnsOf = ({ table }: LinkTable, columns: readonly Column[]): ReadonlyMap<string, Column> =>
  new Map(columns.filter((one) => one.table === table).map((one) => [one.column, one]));

/** Compares links, and nothing else of rows that are there: their other columns are the application's by then. */
export function linkDifference(tables: readonly LinkTable[], wanted: LinkedRows, held: HeldLinks): LinkDifference {
  const tenants = new Set<string>();
  const parts = LINK_ORDER.flatMap((kind) => {
    const table = tables.find(({ of }) => of === kind);
    return table === undefined ? [] : [differenceOf(table, { wanted, held, tenants })];
  });
  const missing = wanted.missing.map((one): SeedVerdict => ({ ...one, do: "blocked" }));
  return {
    verdicts: [...parts.flatMap(({ verdicts }) => verdicts), ...missing],
    writes: parts.flatMap(({ writes }) => writes),
  };
}

interface Compared {
  readonly wanted: LinkedRows;
  readonly held: HeldLinks;
  /** Ids of the tenants whose rows are there or will be; filled with the first table. */
  readonly tenants: Set<string>;
}

function differenceOf(table: LinkTable, { wanted, held, tenants }: Compared): LinkDifference {
  const columns = columnsOf(table, held.columns);
  if (columns.size === 0) return { verdicts: [absent(table)], writes: [] };
  const needsTenant = table.of !== "tenants" && columns.has(columnOf(table, "tenant_id"));
  const place: LinkPlace = { table, columns, held: held.rows[table.of], tenants: needsTenant ? tenants : undefined };
  const part = differenceIn(place, wanted[table.of]);
  if (table.of === "tenants") for (const id of thereAfter(place, wanted.tenants, part)) tenants.add(id);
  return part;
}

/** No drift: a stack may have no application yet. */
const absent = ({ table }: LinkTable): SeedVerdict => ({
  ...{ kind: "table", key: table, do: "wait" },
  why: "is not there yet: migrate, then avb dev seed postgres",
});

function differenceIn(place: LinkPlace, rows: readonly LinkedRow[]): LinkDifference {
  const { table, columns } = place;
  const lost = LINK_KINDS[table.of].links.filter((fact) => !columns.has(columnOf(table, fact)));
  const told = lost.map(
    (fact): SeedVerdict => ({
      ...{ kind: "column", key: `${table.table}.${columnOf(table, fact)}`, do: "blocked" },
      why: "the table has no such column; name it in a document of seeds.postgres",
    }),
  );
  const keyColumn = columns.get(columnOf(table, table.key));
  if (keyColumn === undefined) {
    const why = "the table has no such column, so no row can be found; name it in a document of seeds.postgres";
    return {
      verdicts: [{ kind: "column", key: `${table.table}.${columnOf(table, table.key)}`, do: "blocked", why }],
      writes: [],
    };
  }
  const unfilled = unfilledIn(place);
  const judged = rows.map((row) => judgeRow(place, row, unfilled));
  return {
    verdicts: [...told, ...judged.map(({ verdict }) => verdict)],
    writes: judged.flatMap(({ write }) => write ?? []),
  };
}

const thereAfter = (
  { table, held }: LinkPlace,
  rows: readonly LinkedRow[],
  { writes }: LinkDifference,
): readonly string[] => {
  const idColumn = columnOf(table, "id");
  const made = writes.filter(({ where }) => where === undefined).map(({ values }) => String(values[idColumn]));
  const there = held.map((one) => one[idColumn] ?? "");
  return [...made, ...there].filter((id) => rows.some((row) => row.id === id));
};
