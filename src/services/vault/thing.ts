import { normalForm } from "../../domain/reconcile.ts";
import type { FieldChange, SeedVerdict } from "../../domain/seeding.ts";
import type { VaultApi } from "./api.ts";
import type { VaultEntry } from "./document.ts";

/** One thing that Vault is to hold, and how it is read and written. */
export interface VaultThing {
  /** Vault's own word for it, such as `mount` or `database role`. */
  readonly kind: string;
  readonly key: string;
  /** Things of one stage do not need each other; a later stage needs the earlier ones. */
  readonly stage: number;
  /** The mount it lies in, without `/`; absent for what lies in none. */
  readonly mount?: string;
  /** What is compared, by field; a secret stands there as its fingerprint. */
  readonly want: VaultEntry;
  /** What Vault holds, in the fields of `want`; undefined where there is nothing. */
  read(api: VaultApi): Promise<VaultEntry | undefined>;
  /** Makes it so; `have` is what was there. It may be done twice. */
  write(api: VaultApi, have: VaultEntry | undefined): Promise<void>;
  /** Fields that Vault does not change once the thing is there. */
  readonly frozen?: readonly string[];
  /** Other ways to say what differs than field by field. */
  changes?(have: VaultEntry): readonly FieldChange[];
}

/** A thing with what was seen of it. */
export interface SeenThing {
  readonly thing: VaultThing;
  readonly have: VaultEntry | undefined;
  readonly verdict: SeedVerdict;
}

/** Compares one thing with what Vault holds. */
export function judge(thing: VaultThing, have: VaultEntry | undefined): SeenThing {
  const about = { kind: thing.kind, key: thing.key };
  if (have === undefined) return { thing, have, verdict: { ...about, do: "create", why: "it is not there" } };
  const fields = thing.changes?.(have) ?? fieldChanges(thing.want, have);
  if (fields.length === 0) return { thing, have, verdict: { ...about, do: "keep" } };
  const frozen = fields.filter(({ field }) => thing.frozen?.includes(field));
  const names = (list: readonly FieldChange[]) => list.map(({ field }) => field).join(", ");
  if (frozen.length > 0) {
    const why = `Vault keeps ${names(frozen)} as it was made; remove it by hand to have it made anew`;
    return { thing, have, verdict: { ...about, do: "blocked", why, fields } };
  }
  return { thing, have, verdict: { ...about, do: "update", why: `${names(fields)} differ`, fields } };
}

function fieldChanges(want: VaultEntry, have: VaultEntry): readonly FieldChange[] {
  return Object.entries(want).flatMap(([field, value]) =>
    normalForm(value) === normalForm(have[field]) ? [] : [{ field, have: textOf(have[field]), want: textOf(value) }],
  );
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? "-" : typeof value === "string" ? value : JSON.stringify(value);
