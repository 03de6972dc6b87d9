/** A version of a secret in Key Vault, without its value. */
export interface AzureVersion {
  readonly version: string;
  /** Key Vault counts whole seconds. */
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A version with its value. */
export interface AzureValue extends AzureVersion {
  readonly text: string;
}

/** A new version. */
export interface AzureSetting {
  readonly text: string;
  readonly contentType: "text/plain" | "application/json";
  readonly tags: Readonly<Record<string, string>>;
  readonly expiresAtMs?: number;
}

/** Why Key Vault did not do it. */
export type AzureRefusalKind =
  | "absent"
  /** Deleted and recoverable: nobody else can take its name. */
  | "removed"
  /** Just being deleted or recovered. */
  | "busy"
  | "disabled"
  | "denied"
  /** The vault's network rules take nothing from this address. */
  | "network"
  | "login"
  | "throttled"
  | "unreachable"
  | "other";

/** Key Vault's refusal, in its own words: they may say back what was sent. `action` and `who` where it names them. */
export class AzureRefusal extends Error {
  readonly kind: AzureRefusalKind;
  readonly action: string | undefined;
  readonly who: string | undefined;

  constructor(kind: AzureRefusalKind, why: string, named: { readonly action?: string; readonly who?: string } = {}) {
    super(why);
    this.name = "AzureRefusal";
    this.kind = kind;
    this.action = named.action;
    this.who = named.who;
  }
}

/** The secrets of one vault. Whatever is refused is an AzureRefusal; too many requests are sent again later. */
export interface AzureSecrets {
  /** The tenant that the vault trusts, as it says to whoever knocks: nobody logs in for it and no secret is read. */
  tenant(): Promise<string>;
  /** A version by its id, or the latest one. */
  value(name: string, version?: string): Promise<AzureValue>;
  /** Every version that is there, in no order; none where there is no such secret. */
  versions(name: string): Promise<readonly AzureVersion[]>;
  /** When a deleted secret goes for good; undefined where none of that name is deleted, or where one may not look among the deleted. */
  removedUntil(name: string): Promise<number | undefined>;
  set(name: string, setting: AzureSetting): Promise<AzureVersion>;
  /** Puts other tags, and another expiry where one is named, to a version; its value stays. */
  describe(name: string, version: string, about: Pick<AzureSetting, "tags" | "expiresAtMs">): Promise<void>;
  /** Deletes all its versions, and ends when they can be recovered; returns when they go for good. */
  remove(name: string): Promise<number>;
  /** Brings all its versions back, and ends when they can be read. */
  recover(name: string): Promise<void>;
}

/** The door to Azure. */
export interface Azure {
  secrets(vaultUrl: string): AzureSecrets;
}
