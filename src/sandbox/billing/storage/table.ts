/** A row of a table: everything that is kept has an id. */
export interface Row {
  readonly lago_id: string;
}

/** One change of a table: the row as it is now, or the id of one that went. */
export type Write = readonly [table: string, change: Row | string];

/** Told of a change that was made, and how to take it back. */
export type Recorder = (write: Write, undo: () => void) => void;

/** What rows are counted by; undefined for one that is not. A function that stays the same, so that counts can be kept. */
export type KeyOf<T> = (row: T) => string | undefined;

/** The rows of one kind, in the order in which they were made. Rows are replaced, never changed. */
export class Table<T extends Row> {
  readonly #rows = new Map<string, T>();
  readonly #counts = new Map<KeyOf<T>, Map<string, number>>();
  readonly #name: string;
  readonly #record: Recorder;

  constructor(name: string, record: Recorder) {
    this.#name = name;
    this.#record = record;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  all(): readonly T[] {
    return [...this.#rows.values()];
  }

  find(fits: (row: T) => boolean): T | undefined {
    for (const row of this.#rows.values()) if (fits(row)) return row;
    return undefined;
  }

  filter(fits: (row: T) => boolean): readonly T[] {
    return this.all().filter(fits);
  }

  /** How many rows have a key: counted once, and kept up from then on. */
  count(keyOf: KeyOf<T>, key: string): number {
    const kept = this.#counts.get(keyOf) ?? new Map<string, number>();
    if (!this.#counts.has(keyOf)) {
      this.#counts.set(keyOf, kept);
      for (const row of this.#rows.values()) tally(kept, keyOf(row), 1);
    }
    return kept.get(key) ?? 0;
  }

  /** Keeps a new row, or the new state of one. */
  put(row: T): T {
    const before = this.#rows.get(row.lago_id);
    this.#set(row.lago_id, row);
    this.#record([this.#name, row], () => this.#set(row.lago_id, before));
    return row;
  }

  /** Keeps a row with other values in some of its fields. */
  change(row: T, fields: Partial<T>): T {
    return this.put({ ...row, ...fields });
  }

  remove(id: string): void {
    const before = this.#rows.get(id);
    if (before === undefined) return;
    this.#set(id, undefined);
    this.#record([this.#name, id], () => this.#set(id, before));
  }

  /** Takes over what was read back from the disk. */
  load(change: T | string): void {
    if (typeof change === "string") this.#set(change, undefined);
    else this.#set(change.lago_id, change);
  }

  #set(id: string, row: T | undefined): void {
    const before = this.#rows.get(id);
    for (const [keyOf, counts] of this.#counts) {
      if (before !== undefined) tally(counts, keyOf(before), -1);
      if (row !== undefined) tally(counts, keyOf(row), 1);
    }
    if (row === undefined) this.#rows.delete(id);
    else this.#rows.set(id, row);
  }
}

function tally(counts: Map<string, number>, key: string | undefined, by: number): void {
  if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + by);
}
