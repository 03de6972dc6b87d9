import type { Mode } from "./modes.ts";
import type { Slot } from "./stack.ts";

/** One service as it is now. */
export interface ServiceState {
  readonly service: string;
  readonly title: string;
  /** The matrix's word for the mode, empty for a service that it does not list. */
  readonly word: string;
  readonly runs: "stand-in" | "container" | "nothing" | "outside";
  readonly address?: string;
  /** Whether it can be used now; absent where nothing runs that could be. */
  readonly usable?: boolean;
  /** The matrix's note, or why it cannot be used. */
  readonly note: string;
}

/** The stack as it is now. */
export interface StatusResult {
  readonly mode: Mode;
  readonly slot: Slot;
  readonly state: "usable" | "not usable" | "not running";
  readonly pid?: number;
  readonly version?: string;
  readonly upSinceMs?: number;
  readonly services: readonly ServiceState[];
  /** Files of `env --write` that are not current. */
  readonly files: readonly { readonly path: string; readonly state: string; readonly why?: string }[];
  /** What a person should know: a command that is at work, a run that was cut off, a server that died. */
  readonly remarks: readonly string[];
}
