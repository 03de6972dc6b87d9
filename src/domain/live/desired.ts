import type { ContainerState } from "../container.ts";
import type { ContainerFile, CreateRequest, Labelled } from "../containers.ts";
import type { Service } from "../service.ts";

/** An image that avb makes from another one. */
export interface ImageBuild {
  readonly tag: string;
  /** The reference that it is derived from. */
  readonly base: string;
  readonly dockerfile: string;
  /** What its steps copy: by its name there, a file of avb's own package. */
  readonly files?: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container as it should be. */
export interface DesiredContainer {
  /** Its name at the engine: the project's, then its own. */
  readonly name: string;
  /** Its own name, such as `lago-api`. */
  readonly container: string;
  readonly service: Service;
  readonly image: string;
  /** How its image is made where it is no registry's. */
  readonly build?: ImageBuild;
  readonly request: CreateRequest;
  /** Secrets and configuration, put in before it starts. */
  readonly files: readonly ContainerFile[];
  /** A folder of this machine that it mounts, with the folders that must be in it. */
  readonly folder?: { readonly source: string; readonly holds: readonly string[] };
  /** Digest of everything that it is made from: another one means another container. */
  readonly recipe: string;
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  /** How far containers of its own service must have come before it starts. */
  readonly needs: Readonly<Record<string, ContainerState>>;
  /** A job ends with 0 and is not started again. */
  readonly isJob: boolean;
}

/** Everything at the engine that a stack should consist of. */
export interface DesiredStack {
  readonly containers: readonly DesiredContainer[];
  readonly networks: readonly (Labelled & { readonly attachable: boolean })[];
  readonly volumes: readonly Labelled[];
}

/** The labels by which avb knows its own. */
export const LABELS = {
  checkout: "avb.checkout",
  slot: "avb.slot",
  service: "avb.service",
  recipe: "avb.recipe",
  mode: "avb.mode",
  root: "avb.root",
  standIn: "avb.standin",
  /** On a volume: a keyed digest of the secrets that its data was written under. */
  keys: "avb.keys",
  /** The image that a volume was made by, or that another image was made from. */
  image: "avb.image",
  /** On an image that avb derived: the container that it is for. */
  prepared: "avb.prepared",
} as const;
