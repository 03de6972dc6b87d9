import type { Mode } from "../domain/modes.ts";
import type { SeedVerdict } from "../domain/seeding.ts";
import type { Service } from "../domain/service.ts";
import type { SeenTarget } from "./seeding/seen-targets.ts";

/** How many things there are of each verdict. */
export interface SeedCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** There, in no document, and not made by avb: left alone. */
  readonly unmanaged: number;
  /** Made by an earlier seeding, and in no document any more: `--prune` would remove them. */
  readonly wouldPrune: number;
  /** Removed, or to be: what an earlier seeding made and no document names. */
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

/** What decides on the report beside what was seen. */
interface Reported {
  /** Every service that was asked for. */
  readonly chosen: readonly Service[];
  readonly planOnly: boolean;
  readonly mode: Mode;
}

/** The report of a seeding: services that hold something of ours, then those that hold nothing. */
export function seedResult(seen: readonly SeenTarget[], { chosen, planOnly, mode }: Reported): SeedResult {
  const done = seen.map((one) => seededService(one, planOnly, mode));
  const rest = chosen.filter((service) => !seen.some(({ target }) => target.service === service));
  return {
    planned: planOnly,
    written: done.reduce((sum, one) => sum + one.written, 0),
    services: [...done, ...rest.map((service) => nothingSeeded(service, mode))],
  };
}

function seededService({ target, look, kept }: SeenTarget, planOnly: boolean, mode: Mode): SeededService {
  const verdicts = [...(look?.verdicts ?? []), ...kept];
  const count = (holds: (verdict: SeedVerdict) => boolean) => verdicts.filter(holds).length;
  return {
    ...nothingSeeded(target.service, mode),
    ...{ does: "seeds", written: planOnly ? 0 : (look?.differing ?? 0) },
    counts: {
      created: count((one) => one.do === "create"),
      updated: count((one) => one.do === "update"),
      unchanged: count((one) => one.do === "keep"),
      unmanaged: count((one) => one.do === "orphan" && one.ours === undefined),
      wouldPrune: count((one) => one.ours === true),
      pruned: count((one) => one.do === "prune"),
      blocked: count((one) => one.do === "blocked"),
    },
    changes: verdicts.filter((verdict) => verdict.do !== "keep"),
  };
}

const NONE: SeedCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  unmanaged: 0,
  wouldPrune: 0,
  pruned: 0,
  blocked: 0,
};

function nothingSeeded({ id, statuses }: Service, mode: Mode): SeededService {
  const row = statuses?.[mode];
  const about = { service: id, word: row?.word ?? "", note: row?.notes ?? "it holds nothing of ours" };
  return { ...about, does: "nothing", written: 0, counts: NONE, changes: [] };
}
