import { ServiceRefusal } from "../../domain/refusal.ts";
import type { LookWishes, Seeding, SeedLook, SeedVerdict } from "../../domain/seeding.ts";
import { djangoFixture } from "../../services/postgres/django-fixture.ts";
import { columnsOf, type HeldLinks, linkDifference } from "../../services/postgres/link-changes.ts";
import type { LinkedRows } from "../../services/postgres/linked-rows.ts";
import { LINK_KINDS, type LinkKind, type LinkTable } from "../../services/postgres/links.ts";
import { columnOf, type HeldRow } from "../../services/postgres/row-changes.ts";
import { type Column, columnsSql, type RowWrite, rowsSql, writesSql } from "../../services/postgres/sql.ts";
import { type OpenLinks, openLinks, rowsNow } from "../django-links.ts";
import { type PsqlPlace, psql } from "../psql.ts";
import type { Seeder, SeedSubject } from "./seeder.ts";
import { writeAll } from "./write-all.ts";

const ROLE = "agentvoicebox";

/** The application's rows that point at Keycloak and Lago (matrix section 7); its tables are never made here, and no row is removed. */
export const postgresSeeder: Seeder = {
  usable: ["keycloak", "lago"],
  seeded: ["keycloak", "lago"],
  async open(subject): Promise<Seeding> {
    const links = await openLinks(subject);
    const { tables, shown, identities } = links;
    const { tenants, users, groups } = identities;
    return {
      facts: JSON.stringify({ tables: shown, tenants, users, groups }),
      async look(wishes) {
        const place = await placeOf(subject, wishes);
        const [rows, columns] = await Promise.all([
          rowsNow(subject, links, wishes.signal),
          readColumns(subject, place, links),
        ]);
        const held = { columns, rows: await readRows(subject, place, links, { columns, wanted: rows }) };
        const difference = linkDifference(tables, rows, held);
        return lookOf(subject, { place, rows, tables, ...difference });
      },
    };
  },
};

interface Compared {
  readonly place: PsqlPlace;
  readonly rows: LinkedRows;
  readonly tables: readonly LinkTable[];
  readonly verdicts: readonly SeedVerdict[];
  readonly writes: readonly RowWrite[];
}

async function lookOf(subject: SeedSubject, { place, rows, tables, verdicts, writes }: Compared): Promise<SeedLook> {
  const { world, checkout } = subject;
  const path = checkout.state.djangoFixture;
  const fixture = djangoFixture(tables, rows);
  const before = await world.files.read(path);
  const told: SeedVerdict =
    before === fixture
      ? { kind: "fixture", key: "django-fixture.json", do: "keep" }
      : {
          ...{ kind: "fixture", key: "django-fixture.json", do: before === undefined ? "create" : "update" },
          why: `for manage.py loaddata: ${path}`,
        };
  const file = told.do === "keep" ? [] : [{ kind: "fixture", key: path, run: () => world.files.write(path, fixture) }];
  // One transaction: either every link is right afterwards, or none was touched.
  const run = async () => void (await psql(world, place, writesSql(writes)));
  const inOne = writes.length === 0 ? [] : [{ kind: "rows", key: `of ${tablesIn(writes)}`, run }];
  return {
    verdicts: [told, ...verdicts],
    differing: writes.length + file.length,
    write: async (report) => {
      await writeAll([inOne, file], { world, title: "PostgreSQL", id: "postgres", report, signal: place.signal });
      return [];
    },
  };
}

const tablesIn = (writes: readonly RowWrite[]): string => [...new Set(writes.map(({ table }) => table))].join(", ");

async function placeOf({ secrets }: SeedSubject, { ids, signal }: LookWishes): Promise<PsqlPlace> {
  const password = await secrets.get(`postgres/${ROLE}`);
  return { container: ids.get("postgres") ?? "", role: ROLE, database: ROLE, password, signal };
}

const readColumns = async (
  { world }: SeedSubject,
  place: PsqlPlace,
  { tables }: Pick<OpenLinks, "tables">,
): Promise<readonly Column[]> => listIn<Column>(await psql(world, place, columnsSql(tables.map(({ table }) => table))));

/** Of the rows that are wanted those that are there, as far as the tables have columns for them. */
async function readRows(
  { world }: SeedSubject,
  place: PsqlPlace,
  { tables }: Pick<OpenLinks, "tables">,
  { columns, wanted }: { readonly columns: readonly Column[]; readonly wanted: LinkedRows },
): Promise<HeldLinks["rows"]> {
  const asked = tables.flatMap((table) => questionFor(table, columns, wanted));
  const lists = asked.length === 0 ? [] : listIn<readonly HeldRow[]>(await psql(world, place, rowsSql(asked)));
  const rowsOf = (kind: LinkKind) => lists[asked.findIndex(({ of }) => of === kind)] ?? [];
  return { tenants: rowsOf("tenants"), users: rowsOf("users"), invoices: rowsOf("invoices") };
}

function questionFor(table: LinkTable, all: readonly Column[], wanted: LinkedRows) {
  const there = columnsOf(table, all);
  const key = columnOf(table, table.key);
  if (!there.has(key)) return [];
  const facts = ["id", table.key, ...LINK_KINDS[table.of].links].map((fact) => columnOf(table, fact));
  const columns = [...new Set(facts)].filter((column) => there.has(column));
  const keys = wanted[table.of].map((row) => String(row[table.key]));
  return [{ of: table.of, table: table.table, key, columns, keys }];
}

function listIn<Item>(text: string): readonly Item[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw new ServiceRefusal("psql printed no list", undefined, false);
}
