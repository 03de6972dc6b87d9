import type { Place } from "./errors/avb-error.ts";
import type { HookWishes } from "./hook.ts";
import type { Mode } from "./modes.ts";
import type { OwnContainer } from "./own-container.ts";
import type { OwnCredential } from "./own-credential.ts";
import type { RotationWish } from "./rotation-wish.ts";
import type { Slot } from "./stack.ts";
import type { StoreWishes } from "./store-wishes.ts";

/** Where an effective value came from; flags win over `AVB_*`, then `.devenvrc.local`, `.devenvrc`, defaults. */
export type Origin = "flag" | "environment" | ".devenvrc.local" | ".devenvrc" | "default";

/** A user of the team's own, beside the fixture's. */
export interface ExtraUser {
  readonly username: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly tenant?: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** A client of the team's own, or additions to one of the fixture's. */
export interface ExtraClient {
  readonly id: string;
  readonly public: boolean;
  readonly redirectUris: readonly string[];
  readonly origins: readonly string[];
}

/** What a team has chosen for Lago. */
export interface LagoSettings {
  /** Run avb's stand-in where Lago's images cannot be had; a flag says otherwise for one start. */
  readonly allow_standin?: boolean;
}

/** A key of `.devenvrc` that can make avb do something, and so needs `avb trust` first (P13). */
export const TRUSTED_KEYS = [
  "images",
  "registry",
  "services",
  "env",
  "seeds",
  "hooks",
  "credentials",
  "stores",
  "rotations",
] as const;

/** One of the keys that need trust. */
export type TrustedKey = (typeof TRUSTED_KEYS)[number];

/** The effective configuration of a checkout. Keys that later work acts on are kept as plain checked data. */
export interface Config {
  /** The mode asked for, when one was. */
  readonly mode?: Mode;
  readonly with: readonly string[];
  readonly without: readonly string[];
  /** Host ports asked for, by `service` or `service.port`. */
  readonly ports: Readonly<Record<string, number>>;
  readonly slot?: Slot;
  readonly images: Readonly<Record<string, string>>;
  /** Limits by service or container, as compose writes sizes. */
  readonly memory: Readonly<Record<string, string>>;
  readonly registry?: string;
  /** Extra variables for the application, by name. */
  readonly env: Readonly<Record<string, string>>;
  readonly users: readonly ExtraUser[];
  readonly clients: readonly ExtraClient[];
  readonly seeds: Readonly<Record<string, readonly string[]>>;
  /** Containers of the team's own by name. */
  readonly services: Readonly<Record<string, OwnContainer>>;
  readonly hooks: HookWishes;
  readonly lago: LagoSettings;
  readonly vault: Readonly<Record<string, unknown>>;
  /** Third-party credentials of the team's own by name. */
  readonly credentials: Readonly<Record<string, OwnCredential>>;
  /** How credentials are replaced, by their ids. */
  readonly rotations: Readonly<Record<string, RotationWish>>;
  readonly stores: StoreWishes;
  readonly requires?: string;
}

/** A file that took part in the configuration: its path and the sha256 of the bytes that were parsed. */
export interface ConfigFile {
  readonly path: string;
  readonly sha256: string;
}

/** The configuration with the origin of each key, and of each entry of a map as `key.entry`. */
export interface LoadedConfig {
  readonly config: Config;
  readonly origins: Readonly<Record<string, Origin>>;
  /** Where a file says so, by the same names. */
  readonly places?: Readonly<Record<string, Place>>;
  readonly files: readonly ConfigFile[];
  /** The keys in the files that need trust and do not have it; empty once the checkout is trusted. */
  readonly untrusted: readonly TrustedKey[];
}

/** What flags say; they win over everything. */
export interface ConfigOverrides {
  readonly mode?: string;
  readonly with?: readonly string[];
  readonly without?: readonly string[];
}

/** The configuration of a checkout that says nothing. */
export const DEFAULT_CONFIG: Config = {
  with: [],
  without: [],
  ports: {},
  images: {},
  memory: {},
  env: {},
  users: [],
  clients: [],
  seeds: {},
  services: {},
  hooks: {},
  lago: {},
  vault: {},
  credentials: {},
  rotations: {},
  stores: {},
};

/** What is loaded where no configuration was read, or none can be. */
export const UNCONFIGURED: LoadedConfig = { config: DEFAULT_CONFIG, origins: {}, files: [], untrusted: [] };
