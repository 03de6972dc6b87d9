import type { EngineReport } from "./engine-report.ts";
import type { PortOwner } from "./sockets.ts";

/** What the container engine says of itself. */
export interface EngineFacts {
  /** The server's version, e.g. `28.5.2`. */
  readonly version: string;
  /** The version of the `docker compose` plugin, absent where it is not installed. */
  readonly composeVersion?: string;
  /** The default bridge's gateway: how a container reaches a Linux host. Absent where the engine has no such network. */
  readonly gateway?: string;
  /** Where it was found: `unix:///var/run/docker.sock`. */
  readonly address: string;
}

/** The container engine; its failures are the AvbErrors ENGINE_UNREACHABLE, ENGINE_HUNG, ENGINE_REFUSED, ENGINE_SSH_FAILED (6), ENGINE_SSH and ENGINE_REMOTE (15). */
export interface Engine extends EngineReport {
  /** Ends by the deadline, whatever the engine does. */
  facts(timeoutMs: number): Promise<EngineFacts>;
  /** The processor architecture whose images it runs, in the words of images: `amd64`. */
  architecture(timeoutMs: number): Promise<string>;
  /** The engine's own clock, in milliseconds since 1970. */
  now(timeoutMs: number): Promise<number>;
  /** The running container that publishes this host port, with its compose project. */
  containerOnPort(port: number, timeoutMs: number): Promise<PortOwner | undefined>;
}
