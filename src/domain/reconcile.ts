/** What must happen to one thing so that what is there becomes what is wanted. */
export type Change<T> =
  | { readonly do: "create"; readonly key: string; readonly want: T }
  | { readonly do: "update"; readonly key: string; readonly want: T; readonly have: T }
  | { readonly do: "keep"; readonly key: string }
  | { readonly do: "orphan"; readonly key: string; readonly have: T };

/** How two lists of things are compared. */
export interface Comparison<T> {
  /** The natural key: a name, a path, never a generated id. */
  keyOf(thing: T): string;
  same(want: T, have: T): boolean;
}

/** Wanted things in their order, then what is there beyond them. */
export function diff<T>(want: readonly T[], have: readonly T[], how: Comparison<T>): readonly Change<T>[] {
  const held = new Map(have.map((thing) => [how.keyOf(thing), thing]));
  const changes = want.map((thing): Change<T> => {
    const key = how.keyOf(thing);
    const found = held.get(key);
    held.delete(key);
    if (found === undefined) return { do: "create", key, want: thing };
    return how.same(thing, found) ? { do: "keep", key } : { do: "update", key, want: thing, have: found };
  });
  return [...changes, ...[...held].map(([key, thing]): Change<T> => ({ do: "orphan", key, have: thing }))];
}

/** The text of a value that does not depend on the order of keys or of set-like lists, nor on absent against undefined. */
export function normalForm(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(normalForm).sort().join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, held]) => held !== undefined);
  return `{${fields
    .map(([key, held]) => `${JSON.stringify(key)}:${normalForm(held)}`)
    .sort()
    .join(",")}}`;
}
