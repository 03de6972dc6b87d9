import type { Credential } from "./credential.ts";
import type { AvbError } from "./errors/avb-error.ts";
import type { Secret } from "./secret.ts";

/** The stores that credentials are kept in or read from. */
export const STORE_IDS = ["local", "env", "dotenv", "vault", "aws", "azure"] as const;

/** One of those stores. */
export type StoreId = (typeof STORE_IDS)[number];

/** What holds of a kind of store, whatever is in it. */
export interface StoreFacts {
  readonly id: StoreId;
  readonly title: string;
  readonly writable: boolean;
  /** True where the values lie on this machine: production's are not put there. */
  readonly local: boolean;
  /** UTF-8 bytes that one field may have; undefined where nothing is written. */
  readonly mostBytes?: number;
  /** UTF-8 bytes that all fields may have as one JSON text, where they are kept as one. */
  readonly mostBytesTogether?: number;
  /** How long a removed credential can be brought back. */
  readonly recoveryDays?: number;
  /** True where what is removed stays until somebody destroys it. */
  readonly keepsRemoved?: true;
}

/** Fields by name. */
export type FieldValues = Readonly<Record<string, Secret>>;

/** A credential as a store holds it. */
export interface StoredCredential {
  readonly fields: FieldValues;
  /** The store's own name of this version; grows or changes with every write. */
  readonly version: string;
  /** When this version was stored, where the store knows. */
  readonly storedAtMs?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a store holds of a credential. */
export type StoreLook =
  | { readonly state: "present"; readonly found: StoredCredential }
  | { readonly state: "absent" }
  /** Removed, and there for those who bring it back in time; Infinity where the store sets no time. */
  | { readonly state: "removed"; readonly untilMs: number };

/** A version that is or was there. */
export interface StoredVersion {
  readonly version: string;
  readonly storedAtMs: number;
  readonly fields: FieldValues;
}

/** What is to be stored: the named fields are set, the others stay. */
export interface StoreChange {
  readonly credential: Credential;
  readonly fields: FieldValues;
  readonly tags: Readonly<Record<string, string>>;
}

/** What became of a change: `same` where the store held exactly this already. */
export interface StoreResult {
  readonly id: string;
  readonly outcome: "written" | "same" | "failed";
  readonly version?: string;
  readonly error?: AvbError;
}

/** Versions that wait beside the current one until they are made it; nobody but a rotation reads them. */
export interface PendingVersions {
  /** Puts a version beside the current one; another one that waits is replaced. The tags become the credential's with `tag`. */
  stage(change: StoreChange): Promise<StoreResult>;
  /** What waits; undefined where nothing does. */
  look(credential: Credential): Promise<StoredVersion | undefined>;
  /** Makes the waiting version the current one, the one before stays in the history; `same` where it is current already. */
  promote(credential: Credential, version: string): Promise<StoreResult>;
  /** Takes away what waits; nothing where nothing does. */
  drop(credential: Credential): Promise<void>;
  /** Makes an earlier version of the history current again. */
  revert(credential: Credential, version: string): Promise<StoreResult>;
  /** Sets tags of what is current; its fields, its version and other tags stay. */
  tag(credential: Credential, tags: Readonly<Record<string, string>>): Promise<void>;
}

/** One store in one environment. What cannot be read is an error, never "absent". */
export interface CredentialStore {
  readonly facts: StoreFacts;
  /** Where it is, for people: a path or an address, without secrets. */
  readonly where: string;
  /** Only where a rotation can be kept in this store. */
  readonly pending?: PendingVersions;
  look(credentials: readonly Credential[]): Promise<ReadonlyMap<string, StoreLook>>;
  /** Only where `facts.writable`: one result for each change, in their order. */
  write(changes: readonly StoreChange[]): Promise<readonly StoreResult[]>;
  /** Removes it; returns until when it can be brought back (Infinity: without an end), undefined where there was nothing. */
  remove(credential: Credential): Promise<number | undefined>;
  /** Brings back what was removed; false where there is nothing to bring back. */
  restore(credential: Credential): Promise<boolean>;
  /** The versions that the store still has, the newest first. */
  history(credential: Credential): Promise<readonly StoredVersion[]>;
}
