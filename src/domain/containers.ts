import type { CallLimits } from "./call-limits.ts";
import type { EngineImages } from "./engine-images.ts";
import type { Output } from "./processes.ts";
import type { Secret } from "./secret.ts";

/** What the engine says of a container's life. */
export type ContainerLife = "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";

/** A container as the engine has it now; times are milliseconds since 1970, 0 for never. */
export interface EngineContainer {
  readonly id: string;
  readonly name: string;
  /** The reference it was made from, and the image's own digest. */
  readonly image: string;
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly life: ContainerLife;
  /** What its own healthcheck says; absent where it has none. */
  readonly health?: "starting" | "healthy" | "unhealthy";
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly restartCount: number;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** The engine's own words for why it did not start. */
  readonly error: string;
  /** Bytes; 0 for no limit. */
  readonly memoryLimit: number;
  /** Published ports as `container port -> host port`. */
  readonly ports: ReadonlyMap<number, number>;
}

/** What a running container uses now. */
export interface ContainerUse {
  readonly id: string;
  readonly memoryBytes: number;
  /** Nanoseconds of processor time since its start: two looks make a rate. */
  readonly cpuNs: number;
  readonly atMs: number;
}

/** A file put into a container before it starts. */
export interface ContainerFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly uid: number;
  readonly mode: number;
}

/** A line that a container wrote. */
export interface ContainerLine {
  readonly atMs: number;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** What a container is made from, in the words of the Engine API's `POST /containers/create`. */
export type CreateRequest = Readonly<Record<string, unknown>>;

/** Networks and volumes alike: what has a name and our labels. */
export interface Labelled {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Containers, and what they need, through the Engine API. Every call ends by its deadline; failures are the AvbErrors of
 * the engine (ENGINE_UNREACHABLE, ENGINE_HUNG, ENGINE_REFUSED) and those that a method names.
 */
export interface Containers extends EngineImages {
  /**
   * All containers that carry every one of these labels (`avb.checkout=shop-1a2b3c4d`), running or not, by name. Those that
   * are `expected`, by id, are looked at while the engine still lists.
   */
  list(
    labels: readonly string[],
    limits: CallLimits & { readonly expected?: readonly string[] },
  ): Promise<readonly EngineContainer[]>;
  /** One container; undefined when it is gone. */
  look(id: string, limits: CallLimits): Promise<EngineContainer | undefined>;
  /** The variables that it was made with, by name, its image's among them; undefined when it is gone. */
  environment(id: string, limits: CallLimits): Promise<Readonly<Record<string, Secret>> | undefined>;
  /** Makes a container and answers its id. CONTAINER_NAME_TAKEN when a container of that name is there. */
  create(name: string, request: CreateRequest, limits: CallLimits): Promise<string>;
  /** Puts files into a container that is not running; folders on their way are made. */
  put(id: string, files: readonly ContainerFile[], limits: CallLimits): Promise<void>;
  /** Starts it; nothing happens when it runs. PORT_LOST when a published port is taken by now, with the port. */
  start(id: string, limits: CallLimits): Promise<void>;
  /** Asks it to end, and kills it after its own grace period or the given seconds; nothing happens when it is not running or gone. */
  stop(id: string, limits: CallLimits & { readonly graceS?: number }): Promise<void>;
  /** Removes it with its anonymous volumes, killing it first when it runs; nothing happens when it is gone. */
  remove(id: string, limits: CallLimits): Promise<void>;
  /** Runs a program inside. Variables and standard input are given beside the command, never in it. */
  exec(
    id: string,
    command: readonly [string, ...string[]],
    options: CallLimits & {
      readonly env?: Readonly<Record<string, string>>;
      readonly input?: string;
      readonly user?: string;
    },
  ): Promise<Output>;
  /** The last lines; with `follow` also those that come, until the signal. Demultiplexed, oldest first. */
  logs(
    id: string,
    options: {
      readonly tail: number | "all";
      readonly sinceMs?: number;
      readonly follow?: boolean;
      readonly limits: CallLimits;
    },
    line: (line: ContainerLine) => void,
  ): Promise<void>;
  /** One look at what a container uses (one-shot, without the engine's second of waiting); undefined when it does not run. */
  use(id: string, limits: CallLimits): Promise<ContainerUse | undefined>;

  networks(labels: readonly string[], limits: CallLimits): Promise<readonly Labelled[]>;
  /** Makes a bridge network unless one of that name is there; NETWORK_FOREIGN when that one lacks our labels. */
  makeNetwork(network: Labelled & { readonly attachable: boolean }, limits: CallLimits): Promise<void>;
  /** Removes it; NETWORK_IN_USE names a container of somebody else's on it. Nothing happens when it is gone. */
  removeNetwork(name: string, limits: CallLimits): Promise<void>;
  volumes(labels: readonly string[], limits: CallLimits): Promise<readonly Labelled[]>;
  /** Makes a volume unless one of that name is there; VOLUME_FOREIGN when that one lacks our labels. */
  makeVolume(volume: Labelled, limits: CallLimits): Promise<void>;
  removeVolume(name: string, limits: CallLimits): Promise<void>;
}
