import type { Mode } from "./modes.ts";
import type { Service } from "./service.ts";

/** The number of a checkout's block of ports: 0 is the document's, n is shifted. */
export type Slot = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** `service.port`, e.g. `keycloak.http`. */
export type PortKey = `${string}.${string}`;

/** What a plan really runs: the answer that flags and addresses follow. */
export interface Stack {
  readonly mode: Mode;
  readonly slot: Slot;
  /** Services that run as real containers (or, in production, outside). */
  readonly running: ReadonlySet<string>;
  /** Services that the embedded sandbox server stands in for. */
  readonly embedded: ReadonlySet<string>;
  /** Host ports by `service.port`. */
  readonly ports: ReadonlyMap<PortKey, number>;
  /** Services of `running` whose own images cannot be had, and that avb's stand-in runs for. */
  readonly standIns?: ReadonlySet<string>;
  /** Containers of the repository's own that the stack knows, whether they run or not. */
  readonly own?: readonly Service[];
}
