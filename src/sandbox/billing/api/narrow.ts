import type { Billing } from "../billing.ts";
import type { Call } from "./route.ts";

/** What a list can be narrowed by: the name of a query's value, and whether a row fits it. */
export type Narrowing<T> = Readonly<Record<string, (row: T, wanted: string, billing: Billing) => boolean>>;

/** The rows that fit everything that the query names; of a value that it gives several times, one has to fit. */
export function narrowed<T>(
  billing: Billing,
  { query }: Call,
  of: { rows: readonly T[]; by: Narrowing<T> },
): readonly T[] {
  const wanted = Object.entries(of.by).flatMap(([name, fits]) => {
    const values = [...query.getAll(name), ...query.getAll(`${name}[]`)];
    return values.length === 0 ? [] : [(row: T) => values.some((value) => fits(row, value, billing))];
  });
  return of.rows.filter((row) => wanted.every((fits) => fits(row)));
}

interface WithMetadata {
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
}

/** The rows with every `metadata[key]=value` of the query; an empty value asks for rows without the key. */
export function withMetadata<T extends WithMetadata>({ query }: Call, rows: readonly T[]): readonly T[] {
  const wanted = [...query].flatMap(([name, value]) => {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [{ key, value }];
  });
  return rows.filter(({ metadata }) =>
    wanted.every(({ key, value }) => (metadata.find((entry) => entry.key === key)?.value ?? "") === value),
  );
}

/** True where one of the texts holds the term, in whatever case. */
export const mentions = (term: string, texts: readonly (string | null | undefined)[]): boolean =>
  texts.some((text) => text?.toLowerCase().includes(term.toLowerCase()) === true);

/** Fits the text of a flag. */
export const isFlag = (value: boolean, wanted: string): boolean => String(value) === wanted;
