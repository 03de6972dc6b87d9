/** A column of a table as the server has it. */
export interface Column {
  readonly table: string;
  readonly column: string;
  /** PostgreSQL's own short name of the type, such as `uuid` or `int8`. */
  readonly type: string;
  /** True where a new row must give it a value. */
  readonly required: boolean;
}

/** A new row, or the columns of one that is there and their values; `table` as the server has it. */
export interface RowWrite {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The row that is changed, by a column and its value; absent for a new one. */
  readonly where?: { readonly column: string; readonly value: string };
}

/** A text as a literal: only quotes have to be doubled, as `standard_conforming_strings` has been on since 9.1. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const list = (items: readonly string[]): string => items.join(", ");

/** The columns of these tables, whoever owns them, as one JSON list; a table that is not there has none. */
export const columnsSql = (tables: readonly string[]): string =>
  `SELECT coalesce(json_agg(json_build_object('table', c.relname, 'column', a.attname, 'type', t.typname,
  'required', a.attnotnull AND NOT a.atthasdef AND a.attidentity = '') ORDER BY c.relname, a.attnum), '[]')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
  AND NOT a.attisdropped AND c.relname IN (${list(tables.map(literal))});
`;

/** The rows with these keys, table by table, as one JSON list of lists; every value is a text or null. */
export const rowsSql = (
  asked: readonly {
    readonly table: string;
    readonly key: string;
    readonly columns: readonly string[];
    readonly keys: readonly string[];
  }[],
): string => `SELECT json_build_array(${list(asked.map(rowsOf))});\n`;

function rowsOf({ table, key, columns, keys }: Parameters<typeof rowsSql>[0][number]): string {
  if (keys.length === 0) return "'[]'::json";
  const fields = list(columns.map((column) => `${name(column)}::text AS ${name(column)}`));
  const where = `${name(key)}::text IN (${list(keys.map(literal))})`;
  return `(SELECT coalesce(json_agg(r), '[]') FROM (SELECT ${fields} FROM ${name(table)} WHERE ${where}) r)`;
}

/** All writes at once or none; the types are the table's own. */
export const writesSql = (writes: readonly RowWrite[]): string =>
  ["BEGIN;", ...writes.map(writeSql), "COMMIT;", ""].join("\n");

function writeSql({ table, values, where }: RowWrite): string {
  const columns = Object.keys(values).map(name);
  const typed = `jsonb_populate_record(NULL::${name(table)}, ${literal(JSON.stringify(values))}::jsonb)`;
  if (where === undefined)
    return `INSERT INTO ${name(table)} (${list(columns)}) SELECT ${list(columns)} FROM ${typed};`;
  const sets = list(columns.map((column) => `${column} = n.${column}`));
  return `UPDATE ${name(table)} t SET ${sets} FROM ${typed} n WHERE t.${name(where.column)}::text = ${literal(where.value)};`;
}
