import type { EngineReach } from "./engine-address.ts";

/** Which engine is used, and why that one. */
export interface EnginePlace {
  /** Without a user or password. */
  readonly address: string;
  readonly reach: EngineReach;
  /** What named it: `DOCKER_HOST`, `the context colima`, `a usual socket`. */
  readonly because: string;
  /** A context that was asked for and is not there, so that a usual socket was taken instead. */
  readonly missingContext?: string;
}

/** The machine on which the engine runs containers, in the engine's own words. */
export interface EngineMachine {
  readonly product: "docker" | "podman";
  /** The version of control groups: `1` or `2`; empty where it is not told. */
  readonly cgroup: string;
  readonly limitsMemory: boolean;
  readonly limitsProcesses: boolean;
  readonly storageDriver: string;
  /** Where images and volumes lie, on the engine's machine. */
  readonly dataFolder: string;
  readonly memoryBytes: number;
  readonly rootless: boolean;
  /** Whether somebody gave the engine address pools of its own. */
  readonly ownAddressPools: boolean;
}

/** A network of the engine, with the range that it takes. */
export interface EngineSubnet {
  readonly network: string;
  /** In CIDR form. */
  readonly subnet: string;
  readonly gateway: string;
}

/** A port of a container as the engine publishes it now. */
export interface Publication {
  readonly container: string;
  /** The host's address: `127.0.0.1`, or `0.0.0.0` for all of them. */
  readonly address: string;
  readonly port: number;
}

/** What is asked of an engine to judge it; nothing that runs depends on it. */
export interface EngineReport {
  /** Looks for the engine without asking it. ENGINE_ADDRESS where what names it cannot be read. */
  place(): Promise<EnginePlace>;
  machine(timeoutMs: number): Promise<EngineMachine>;
  subnets(timeoutMs: number): Promise<readonly EngineSubnet[]>;
  /** Of running containers with this label. */
  publications(label: string, timeoutMs: number): Promise<readonly Publication[]>;
}
