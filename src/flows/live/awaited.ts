import type { Probed } from "./probe.ts";

/** A service whose containers were started, and what tells how far it is. */
export interface Awaited extends Probed {
  /** Its first probe alone, or all of what an application will do with it. */
  readonly until: "started" | "usable";
  /** Milliseconds that it may take. */
  readonly withinMs: number;
  /** Ids of containers that end by themselves when their work is done. */
  readonly jobs: ReadonlySet<string>;
  /** Redacts what a container wrote. */
  readonly hide: (text: string) => string;
  readonly progress?: (text: string) => void;
}
