import { type Guard, isListOf, isMapOf, isOneOf, isRecordOf, isText, orAbsent } from "../../domain/shape.ts";
import type { KeyPath } from "../../domain/yaml-document.ts";

/** What avb knows of each kind of row, by the names that a document gives columns to (matrix section 7). */
export const LINK_KINDS = {
  tenants: {
    one: "tenant",
    /** Compared and put right in rows that are there; everything else belongs to the application then. */
    links: ["keycloak_group_id", "billing_customer_id"],
    facts: ["id", "name", "slug"],
  },
  users: {
    one: "user",
    links: ["keycloak_id"],
    facts: ["id", "email", "username", "first_name", "last_name", "tenant_id"],
  },
  invoices: {
    one: "invoice",
    links: ["lago_event_id"],
    facts: ["id", "lago_invoice_id", "tenant_id", "number", "status", "currency", "total_cents", "issued_on"],
  },
} as const;

/** A kind of row; in this order they can be made. */
export type LinkKind = keyof typeof LINK_KINDS;

/** The kinds in the order in which they can be made. */
export const LINK_ORDER = Object.keys(LINK_KINDS) as readonly LinkKind[];

/** Where the rows of one kind are kept. */
export interface LinkTable {
  readonly of: LinkKind;
  readonly table: string;
  /** Django's label, for fixtures. */
  readonly model: string;
  /** The fact by which a row is found. */
  readonly key: string;
  /** The column of each fact. */
  readonly columns: Readonly<Record<string, string>>;
  /** What a new row holds besides, by column; used where the table has such a column. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The document that ships with avb. */
export interface LinkDocument {
  readonly tables: readonly LinkTable[];
}

/** A team's own one: what it says of a table stands in place of avb's, columns and values one by one. */
export interface OwnLinkDocument {
  readonly tables: readonly (Pick<LinkTable, "of"> & Partial<LinkTable>)[];
}

const isKind = isOneOf(LINK_ORDER);
const isName = (value: unknown): value is string => isText(value) && /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(value);
const isModel = (value: unknown): value is string =>
  isText(value) && /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(value);
const isValues = isMapOf((value): value is unknown => value !== undefined);

const isOwnTable = isRecordOf<OwnLinkDocument["tables"][number]>({
  of: isKind,
  table: orAbsent(isName),
  model: orAbsent(isModel),
  key: orAbsent(isText),
  columns: orAbsent(isMapOf(isName)),
  values: orAbsent(isValues),
});

const FIELDS = ["of", "table", "model", "key", "columns", "values"];

/** A team's own document: every table and every fact in it is one that avb knows. */
export const isOwnLinkDocument: Guard<OwnLinkDocument> = (value): value is OwnLinkDocument =>
  isRecordOf<OwnLinkDocument>({ tables: isListOf(isOwnTable) })(value) && linkProblems(value).length === 0;

/** What is wrong with a document, and under which keys. */
export function linkProblems(value: unknown): readonly { readonly path: KeyPath; readonly says: string }[] {
  const { tables } = Object(value);
  if (!Array.isArray(tables)) return [{ path: [], says: "it wants a list 'tables'" }];
  return tables.flatMap((table: unknown, at) =>
    tableProblems(Object(table)).map(({ path, says }) => ({ path: ["tables", at, ...path], says })),
  );
}

function tableProblems(table: Readonly<Record<string, unknown>>) {
  const { of, columns, key } = table;
  const problem = (path: KeyPath, says: string) => ({ path, says });
  if (!isKind(of)) return [problem(["of"], `'of' must be one of ${LINK_ORDER.join(", ")}`)];
  const facts: readonly string[] = [...LINK_KINDS[of].facts, ...LINK_KINDS[of].links];
  const known = facts.join(", ");
  const unknown = Object.keys(table).filter((name) => !FIELDS.includes(name));
  const strange = Object.keys(Object(columns)).filter((name) => !facts.includes(name));
  const ill = Object.entries(Object(columns)).filter(([, column]) => !isName(column));
  return [
    ...unknown.map((name) => problem([name], `a table has no '${name}': ${FIELDS.join(", ")}`)),
    ...strange.map((name) => problem(["columns", name], `avb knows no ${name} of ${of}: ${known}`)),
    ...ill.map(([name]) => problem(["columns", name], "a column is a name of letters, digits and '_'")),
    ...(key === undefined || facts.includes(String(key)) ? [] : [problem(["key"], `the key must be one of ${known}`)]),
    ...wrongWhere(table, { table: isName, model: isModel, columns: isValues, values: isValues }),
  ];
}

const FORMS: Readonly<Record<string, string>> = {
  table: "a table is a name of letters, digits and '_'",
  model: "a model is Django's label, such as tenants.tenant",
  columns: "columns are a map of facts to columns",
  values: "values are a map of columns to values",
};

const wrongWhere = (
  table: Readonly<Record<string, unknown>>,
  guards: Readonly<Record<string, (value: unknown) => boolean>>,
) =>
  Object.entries(guards)
    .filter(([name, fits]) => table[name] !== undefined && !fits(table[name]))
    .map(([name]) => ({ path: [name] as KeyPath, says: FORMS[name] ?? name }));

/** avb's tables with what a team's documents say of them. */
export const withOwnLinks = (tables: readonly LinkTable[], own: readonly OwnLinkDocument[]): readonly LinkTable[] =>
  tables.map((table) => {
    const said = own.flatMap((document) => document.tables).filter(({ of }) => of === table.of);
    return said.reduce<LinkTable>(merged, table);
  });

const merged = (table: LinkTable, own: Partial<LinkTable>): LinkTable => ({
  ...{ ...table, ...own },
  columns: { ...table.columns, ...own.columns },
  values: { ...table.values, ...own.values },
});
