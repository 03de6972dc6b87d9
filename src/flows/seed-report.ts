import type { Mode } from "../domain/modes.ts";
import type { SeedLook, SeedVerdict } from "../domain/seeding.ts";
import type { Service } from "../domain/service.ts";

/** How many things there are of each verdict. */
export interface SeedCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly unmanaged: number;
  /** There no more, or to go: what an earlier seeding made and no document names. */
  readonly pruned: number;
  /** Differences that the service does not let go away. */
  readonly blocked: number;
}

/** What became of one service. */
export interface SeededService {
  readonly service: string;
  readonly does: "seeds" | "nothing";
  /** The matrix's word for the mode, and its note. */
  readonly word: string;
  readonly note: string;
  readonly written: number;
  readonly counts: SeedCounts;
  /** What differs, and what is there beyond the document; what is kept is only counted. */
  readonly changes: readonly SeedVerdict[];
}

/** What `seed` did, or would do. */
export interface SeedResult {
  readonly planned: boolean;
  /** Things written; 0 the second time. */
  readonly written: number;
  readonly services: readonly SeededService[];
}

/** What was seen of one service, and what it took and yet kept otherwise. */
export interface SeenSeeds {
  readonly service: Service;
  readonly look: SeedLook;
  readonly kept: readonly SeedVerdict[];
}

/** The report of one service that holds something of ours. */
export function seededService({ service, look, kept }: SeenSeeds, planOnly: boolean, mode: Mode): SeededService {
  const verdicts = [...look.verdicts, ...kept];
  const count = (word: SeedVerdict["do"]) => verdicts.filter((verdict) => verdict.do === word).length;
  return {
    ...nothingSeeded(service, mode),
    ...{ does: "seeds", written: planOnly ? 0 : look.differing },
    counts: {
      created: count("create"),
      updated: count("update"),
      unchanged: count("keep"),
      unmanaged: count("orphan"),
      pruned: count("prune"),
      blocked: count("blocked"),
    },
    changes: verdicts.filter((verdict) => verdict.do !== "keep"),
  };
}

const NONE: SeedCounts = { created: 0, updated: 0, unchanged: 0, unmanaged: 0, pruned: 0, blocked: 0 };

/** The report of one that the mode has no use for, or that holds nothing. */
export function nothingSeeded({ id, statuses }: Service, mode: Mode): SeededService {
  const row = statuses?.[mode];
  const about = { service: id, word: row?.word ?? "", note: row?.notes ?? "it holds nothing of ours" };
  return { ...about, does: "nothing", written: 0, counts: NONE, changes: [] };
}
