import type { LinkedRow, LinkedRows } from "./linked-rows.ts";
import { LINK_ORDER, type LinkTable } from "./links.ts";

/** An object of a Django fixture. */
interface FixtureObject {
  readonly model: string;
  readonly pk: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A fixture for `manage.py loaddata`: the rows with the ids of the running services, tenants first. */
export function djangoFixture(tables: readonly LinkTable[], rows: LinkedRows): string {
  const objects = LINK_ORDER.flatMap((kind) => {
    const table = tables.find(({ of }) => of === kind);
    return table === undefined ? [] : rows[kind].map((row) => objectOf(table, row));
  });
  return `${JSON.stringify(objects, null, 2)}\n`;
}

function objectOf({ model, columns, values }: LinkTable, row: LinkedRow): FixtureObject {
  const { id, ...facts } = row;
  const known = Object.entries(facts).flatMap(([fact, value]) =>
    value === undefined ? [] : [[fieldOf(fact, columns[fact] ?? fact), value] as const],
  );
  return { model, pk: id, fields: { ...values, ...Object.fromEntries(known) } };
}

/** A column that points at another table's row is a field of Django's without `_id`. */
const fieldOf = (fact: string, column: string): string => (fact === "tenant_id" ? column.replace(/_id$/, "") : column);
