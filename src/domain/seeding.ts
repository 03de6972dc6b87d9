import type { Report } from "./plan.ts";

/** How one field differs, as texts that may be printed: a secret stands there as its fingerprint. */
export interface FieldChange {
  readonly field: string;
  readonly have: string;
  readonly want: string;
}

/** One line of what a seeding does or leaves: safe to print. */
export interface SeedVerdict {
  /** The service's own word for a single one, such as `client` or `policy`. */
  readonly kind: string;
  /** The natural key: a name, a path, never a generated id. */
  readonly key: string;
  /** `orphan`: there, and not in the document; `prune`: such a one that an earlier seeding made and this one removes; `blocked`: the service does not let it be changed; `wait`: somebody else makes it first, which is no difference. */
  readonly do: "create" | "update" | "keep" | "orphan" | "prune" | "blocked" | "wait";
  /** Why, as a clause; nothing for what is kept. */
  readonly why?: string;
  readonly fields?: readonly FieldChange[];
  /** True for an orphan that an earlier seeding made: `--prune` would remove it. */
  readonly ours?: true;
}

/** What was seen of a service against its documents. */
export interface SeedLook {
  readonly verdicts: readonly SeedVerdict[];
  /** How many things `write` would write or remove. */
  readonly differing: number;
  /** Writes what differs, and nothing else; answers what the service took and yet kept otherwise. */
  write(report: Pick<Report, "progress">): Promise<readonly SeedVerdict[]>;
}

/** How a service is looked at. */
export interface LookWishes {
  /** False: only what the document names is read, not what applications made beside it. */
  readonly everything: boolean;
  /** Remove what is not in the document any more, of that which earlier seedings made. */
  readonly prune: boolean;
  /** What earlier seedings made, as `kind key`. */
  readonly made: ReadonlySet<string>;
  /** The engine's ids of the service's running containers by their own names. */
  readonly ids: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/** The documents of one service, read and found to be well. */
export interface Seeding {
  /** Everything they come to, secrets as fingerprints: the same text means that the same is wanted. */
  readonly facts: string;
  /** Reads the service and compares. A failed or masked read is an error (SEED_NOT_READ, 9), never "empty". */
  look(wishes: LookWishes): Promise<SeedLook>;
}

const WRITTEN: ReadonlySet<SeedVerdict["do"]> = new Set(["create", "update", "prune"]);

/** Whether a verdict is one that `write` acts on. */
export const isWritten = ({ do: what }: Pick<SeedVerdict, "do">): boolean => WRITTEN.has(what);

/** The verdict on a thing that no document names: removed only where that is wished and an earlier seeding made it. */
export function strayVerdict(
  about: Pick<SeedVerdict, "kind" | "key">,
  { prune, made }: Pick<LookWishes, "prune" | "made">,
): SeedVerdict {
  return prune && made.has(madeName(about))
    ? { ...about, do: "prune", why: "no document names it any more" }
    : { ...about, do: "orphan", why: "no document names it" };
}

/** The name under which it is remembered that a seeding made something. */
export const madeName = ({ kind, key }: Pick<SeedVerdict, "kind" | "key">): string => `${kind} ${key}`;

/** The orphans among them that earlier seedings made are ours. */
export const withOwnOrphans = (verdicts: readonly SeedVerdict[], made: ReadonlySet<string>): readonly SeedVerdict[] =>
  verdicts.map((one) => (one.do === "orphan" && made.has(madeName(one)) ? { ...one, ours: true } : one));

/** What has to be remembered before anything is written, so that what a killed run made is known as ours. */
export const madeBefore = (made: ReadonlySet<string>, verdicts: readonly SeedVerdict[]): readonly string[] =>
  [...new Set([...made, ...named(verdicts, "create")])].sort();

/**
 * What is remembered as made by us after these verdicts were carried out. Where everything was read, what was not seen is
 * there no more: somebody may make one of that name, and it is not ours.
 */
export function madeAfter(
  made: ReadonlySet<string>,
  verdicts: readonly SeedVerdict[],
  everything: boolean,
): readonly string[] {
  const gone = new Set(named(verdicts, "prune"));
  const seen = new Set(verdicts.map(madeName));
  return madeBefore(made, verdicts).filter((name) => !gone.has(name) && (seen.has(name) || !everything));
}

const named = (verdicts: readonly SeedVerdict[], word: SeedVerdict["do"]): readonly string[] =>
  verdicts.filter((one) => one.do === word).map(madeName);

/** What `seed` would change, or change with `--prune`: what applications made beside it is no drift. */
export const isDrift = ({ do: word, ours }: SeedVerdict): boolean =>
  word === "create" || word === "update" || word === "prune" || word === "blocked" || ours === true;
