/** What an order goes by. */
interface Ordered {
  readonly id: string;
  /** Ids that come before it where they take part. */
  readonly after: readonly string[];
}

/** The same things so that each comes behind those it comes after; a circle is a mistake in the table of seeders. */
export function inSeedOrder<T>(things: readonly T[], ordered: (thing: T) => Ordered): readonly T[] {
  const all = things.map((thing) => ({ thing, ...ordered(thing) }));
  const ids = new Set(all.map(({ id }) => id));
  const done = new Set<string>();
  const sorted: T[] = [];
  for (let left = all; left.length > 0; ) {
    const ready = left.filter(({ after }) => after.every((id) => done.has(id) || !ids.has(id)));
    if (ready.length === 0) throw new Error(`${left.map(({ id }) => id).join(", ")} are seeded after each other`);
    for (const { id, thing } of ready) {
      done.add(id);
      sorted.push(thing);
    }
    left = left.filter(({ id }) => !done.has(id));
  }
  return sorted;
}
