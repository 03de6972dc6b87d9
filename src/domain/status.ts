import type { ContainerLife } from "./containers.ts";
import type { Mode } from "./modes.ts";
import type { Slot } from "./stack.ts";

/** What a running container uses. */
export interface ContainerUsage {
  readonly memoryBytes: number;
  /** Of one processor: since the look before where there was one, else since the container's start. */
  readonly cpuPercent: number;
}

/** A container of the stack as the engine has it now. */
export interface ContainerStatus {
  /** Its own name, such as `lago-api`. */
  readonly container: string;
  /** Its name at the engine. */
  readonly name: string;
  readonly life: ContainerLife;
  /** What its own healthcheck says. */
  readonly health?: "starting" | "healthy" | "unhealthy";
  readonly image: string;
  /** When it was started, or ended; absent for one that never was. */
  readonly sinceMs?: number;
  readonly restarts: number;
  /** Of one that has ended. */
  readonly exitCode?: number;
  /** Published ports, all on the loopback address. */
  readonly ports: readonly { readonly host: number; readonly container: number }[];
  /** Bytes; absent without a limit. */
  readonly memoryLimit?: number;
  readonly usage?: ContainerUsage;
  /** True for one that stands in for an image that cannot be had. */
  readonly standIn?: true;
}

/** The last question that a service was asked, and what came back. */
export interface LastProbe {
  readonly asked: string;
  readonly said: string;
  readonly good: boolean;
  readonly ms: number;
}

/** How it is with a real service's seeds, by what is written down; the service is not asked. */
export type SeedState = "seeded" | "unseeded" | "unfinished" | "outdated" | "unreadable";

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
  /** What helps where it cannot be used. */
  readonly fix?: string;
  /** Every address it has on this machine, without passwords. */
  readonly urls?: readonly { readonly label: string; readonly url: string }[];
  readonly probe?: LastProbe;
  /** Absent for a service that holds nothing of the documents. */
  readonly seeds?: SeedState;
  readonly containers?: readonly ContainerStatus[];
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
  /** What a person should know: a command that is at work, a run that was cut off, a server that died, containers that are stopped. */
  readonly remarks: readonly string[];
}
