/** How a container of the team's own shows over HTTP that it can be used. */
export interface OwnProbe {
  /** A name of its `ports`. */
  readonly port: string;
  readonly path: string;
  readonly status: number;
}

/** A container of `.devenvrc`: these keys are avb's, every other one is a fragment's and has Compose's form. */
export interface OwnContainer {
  /** Ports inside the container by name; avb chooses those of this machine. */
  readonly ports?: Readonly<Record<string, number>>;
  /** What it is told; values may hold references. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What an application is told of it; values may hold references. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly probe?: OwnProbe;
  /** Services that must be usable before it is started. */
  readonly needs?: readonly string[];
  /** Seconds from its start. */
  readonly usable_within?: number;
  readonly [fragmentKey: string]: unknown;
}

/** The keys that a fragment does not have. */
export const OWN_KEYS = ["ports", "environment", "variables", "probe", "needs", "usable_within"] as const;

/** What is left for the rules of fragments. */
export const fragmentPart = (container: OwnContainer): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(container).filter(([key]) => !OWN_KEYS.some((own) => own === key)));
