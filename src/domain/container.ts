/** A piece of a text that a container is told: fixed, the host's port of a service, or a local secret by its name. */
export type TextPart = string | { readonly hostPort: `${string}.${string}` } | { readonly secret: string };

/**
 * How a container gets its secrets, `uid` being who reads them there: in no case through its environment, which
 * `docker inspect` shows. `files`: each variable `X` becomes `X_FILE`, which the image reads. `sourced`: one file of
 * assignments, `/run/secrets/<container>.env`, which the fragment's entrypoint reads before it starts the program.
 */
export interface SecretDelivery {
  readonly as: "files" | "sourced";
  readonly uid: number;
}

/** How far another container of the same service must have come before this one is started. */
export type ContainerState = "started" | "healthy" | "ended";

/** What is done once to a container's image so that each of its starts is quicker, and how a container of it differs. */
export interface PreparedImage {
  /** The Dockerfile's lines below its FROM. */
  readonly steps: readonly string[];
  /** In place of the fragment's. */
  readonly entrypoint: readonly string[];
  /** What the steps copy: by its name there, a file of avb's own package. */
  readonly files?: Readonly<Record<string, string>>;
  /** The container is nothing without it, whether quicker starts are wanted or not. */
  readonly needed?: true;
}

/** A folder that avb keeps for a container beside its other records, and mounts read-only: what stands there can change while it runs. */
export interface KeptFolder {
  /** Its absolute path in the container. */
  readonly path: string;
  /** The folders in it, there from the beginning. */
  readonly holds: readonly string[];
}

/** What the catalogue knows of a container beside its fragment. */
export interface ContainerFacts {
  /** Variables put together from pieces; those that are one catalogue value stand in the service's `environment`. */
  readonly texts?: Readonly<Record<string, readonly TextPart[]>>;
  readonly secrets?: SecretDelivery;
  /** Read-only files by their path in the container; they hold no secret. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where its `files` stand when avb runs it; they are written by the service's seeds and not put in. */
  readonly folder?: KeptFolder;
  /** The service's ports that this container answers; all of them when it is the only one. */
  readonly publishes?: readonly string[];
  readonly needs?: Readonly<Record<string, ContainerState>>;
  /** It finds the developer's machine under `host.docker.internal`, on Linux too. */
  readonly reachesMachine?: true;
  /** Its entrypoint is a shell that hears no signal while it makes the data; what it starts then does. */
  readonly deafUntilHealthy?: true;
  /** It ends with 0 when its work is done, and is not started again. */
  readonly job?: true;
  /** An image that avb derives once from its own, for quicker starts. */
  readonly prepared?: PreparedImage;
  /** How its data is exported for another major version: a shell command, `{name}` being the container's name at the engine. */
  readonly dump?: string;
  /** Reachable by an application's container under the service's id, though the service's project is closed. */
  readonly reachable?: true;
  /** It calls applications' containers by itself, and has a network with them that nothing else of its service is on. */
  readonly callsApplication?: true;
}
