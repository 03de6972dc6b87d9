import type { Environment } from "./credential.ts";

/** Somebody who uses a credential and must be told of a new one. Exactly one of `run`, `kubectl`, `compose` says how. */
export interface ConsumerWish {
  /** A program and its arguments; no shell reads them. */
  readonly run?: readonly string[];
  /** A workload of Kubernetes that is rolled out anew. */
  readonly kubectl?: { readonly context: string; readonly namespace: string; readonly workload: string };
  /** A service of a Compose project that is restarted. */
  readonly compose?: { readonly project: string; readonly service: string };
  /** A program that ends with 0 once the consumer is well. */
  readonly health?: readonly string[];
  /** Seconds until it must be well. */
  readonly timeout?: number;
  /** The environments that it belongs to; all of them when absent. */
  readonly environments?: readonly Environment[];
}

/** What `.devenvrc` says of a credential's rotation. */
export interface RotationWish {
  readonly consumers?: readonly ConsumerWish[];
  /** How long the old one stays after everybody has the new one: `90s`, `2h`, `1d`. */
  readonly grace?: string;
  /** The vendor's project that the key belongs to (OpenAI). */
  readonly project?: string;
}

/** Seconds that a consumer may take when it does not say. */
export const USUAL_CONSUMER_S = 300;

/** The words that may name a file of the repository. */
export const rotationWords = (wishes: Readonly<Record<string, RotationWish>>): readonly string[] =>
  Object.values(wishes).flatMap(({ consumers = [] }) =>
    consumers.flatMap(({ run = [], health = [] }) => [...run, ...health]),
  );
