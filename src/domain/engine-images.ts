import type { CallLimits } from "./call-limits.ts";
import type { AvbError } from "./errors/avb-error.ts";

/** An image that the engine has. */
export interface EngineImage {
  readonly id: string;
  readonly architecture: string;
  readonly bytes: number;
  readonly labels: Readonly<Record<string, string>>;
  /** `repository@sha256:…` as registries know it; empty for one that was built here. */
  readonly digests: readonly string[];
}

/** One of a list: with its names, and when it was made. */
export interface ListedEngineImage extends EngineImage {
  /** Its references; empty for one whose name another one has by now. */
  readonly tags: readonly string[];
  /** Milliseconds since 1970. */
  readonly madeAtMs: number;
}

/** The images of an engine. */
export interface EngineImages {
  /** The local image of this reference; undefined where there is none. */
  image(reference: string, limits: CallLimits): Promise<EngineImage | undefined>;
  /** Every image that carries these labels. */
  images(labels: readonly string[], limits: CallLimits): Promise<readonly ListedEngineImage[]>;
  /**
   * Pulls an image; `progress` hears bytes of all layers together. IMAGE_UNREACHABLE (5) for a registry that cannot be
   * reached or refuses, IMAGE_UNKNOWN (5) for one that does not have it; the timeout is that of silence, not of the whole.
   */
  pull(
    reference: string,
    limits: CallLimits,
    progress: (done: { readonly bytes: number; readonly of: number; readonly layers: number }) => void,
  ): Promise<void>;
  /**
   * Why an image's registry would not give it, asked without fetching anything: IMAGE_UNREACHABLE or IMAGE_UNKNOWN; undefined
   * where it would, and where the engine cannot ask.
   */
  refusal(reference: string, limits: CallLimits): Promise<AvbError | undefined>;
  /** Builds an image from a Dockerfile's text (no context but the given files); IMAGE_BUILD_FAILED with its last lines. */
  build(
    what: {
      readonly tag: string;
      readonly dockerfile: string;
      readonly labels: Readonly<Record<string, string>>;
      /** Texts that its steps copy, by their names there. */
      readonly context?: Readonly<Record<string, string>>;
    },
    limits: CallLimits,
    progress: (line: string) => void,
  ): Promise<void>;
  removeImage(reference: string, limits: CallLimits): Promise<void>;
}
