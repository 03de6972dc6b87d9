import type { StoreId } from "./credential-store.ts";

/** The environments whose credentials may be given to programs and containers of this machine: never production's. */
export const DEVELOPMENT = ["dev", "staging"] as const;

/** Where third-party credentials are kept, as `stores` of `.devenvrc` says. */
export interface StoreWishes {
  /** The store that every command uses which is told no other; the local file where nothing is said. */
  readonly use?: StoreId;
  /** Whose credentials `env`, `exec`, containers and seeds get; dev's where nothing is said. */
  readonly environment?: (typeof DEVELOPMENT)[number];
}
