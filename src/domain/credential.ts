import type { FieldFormat } from "./credential-format.ts";

/** The environments that have credentials of their own; the document's paths are production's. */
export const ENVIRONMENTS = ["dev", "staging", "production"] as const;

/** One of those environments. */
export type Environment = (typeof ENVIRONMENTS)[number];

/** What kind of service a credential opens: the `Category` tag, and the folder of its path. */
export const CATEGORIES = ["llm", "oauth", "email", "integrations", "jwt", "infra", "payments"] as const;

/** One of those kinds. */
export type Category = (typeof CATEGORIES)[number];

/** How a credential comes to be: set by a person now, set by a person once its epic starts, or made by a machine. */
export const STATUSES = ["Placeholder", "Deferred", "Auto-generated"] as const;

/** One of those ways. */
export type CredentialStatus = (typeof STATUSES)[number];

/** A part of a credential, such as `api_key`. */
export interface CredentialField {
  readonly name: string;
  /** The environment variable that programs read it from. */
  readonly variable: string;
  /** False for what may be shown: an address, a port, an id that stands in every URL. */
  readonly secret: boolean;
  readonly format: FieldFormat;
  readonly optional?: boolean;
}

/** In Azure Key Vault a credential is a secret of its own for some fields, or all fields as one JSON text. */
export type AzurePlace =
  | { readonly form: "split"; readonly names: Readonly<Record<string, string>> }
  | { readonly form: "json"; readonly name: string };

/** Where a credential is kept, one place for each kind of store; production's. */
export interface CredentialPlaces {
  /** The path in avb's own store, in Vault (below `secret/`), and in `secret("path#field")`. */
  readonly path: string;
  readonly aws: string;
  readonly azure: AzurePlace;
  /** The Secret and its keys by field. */
  readonly kubernetes: { readonly secret: string; readonly keys: Readonly<Record<string, string>> };
}

/** How often a credential is replaced, in the document's words. */
export const FREQUENCIES = ["Quarterly", "Yearly", "90 days", "On compromise", "Manual", "N/A"] as const;

/** One of those words. */
export type Frequency = (typeof FREQUENCIES)[number];

/** When and by whom a credential is replaced. */
export interface Rotation {
  /** The credential's name in the rotation table. */
  readonly title: string;
  readonly frequency: Frequency;
  /** The document's next date (`2026-07-01`), or its word where it gives none. */
  readonly next: string;
  readonly owner: string;
  readonly procedure: string;
  /** The longest that the vendor lets one live, in days. */
  readonly longestDays?: number;
}

/** A row of the quota table, and its figures as programs read them. */
export interface Quota {
  readonly title: string;
  readonly rate: string;
  readonly monthly: string;
  readonly control: string;
  readonly limits: QuotaLimits;
}

/** The figures of a quota; each is absent where the document gives none. */
export interface QuotaLimits {
  readonly requestsPerSecond?: number;
  readonly requestsPerMinute?: number;
  readonly requestsPerHour?: number;
  readonly tokensPerMinute?: number;
  readonly messagesPerDayFree?: number;
  readonly messagesPerMonthPaid?: number;
  readonly monthlyUsd?: number;
  /** `hard`: the vendor stops; `budget`: it only says so; `plan`: the plan's price. */
  readonly monthlyKind?: "hard" | "budget" | "plan";
  readonly alertsUsd?: readonly number[];
}

/** A step of the way to a credential. `was` is the document's text where the world has moved on, `because` says how. */
export interface GuideStep {
  readonly text: string;
  readonly details?: readonly string[];
  readonly url?: string;
  /** The field that is known once this step is done. */
  readonly field?: string;
  readonly was?: string;
  readonly because?: string;
}

/** What is true today and not as the document has it, for one column of one table. */
export interface Correction {
  readonly table: "inventory" | "rotation" | "quotas";
  readonly column: string;
  readonly now: string;
  readonly because: string;
}

/** A third-party credential: everything that is known of it but its value. */
export interface Credential {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly epic?: number;
  readonly status: CredentialStatus;
  /** The environments that have it; all of them when absent. */
  readonly environments?: readonly Environment[];
  readonly places: CredentialPlaces;
  readonly fields: readonly CredentialField[];
  readonly rotation: Rotation;
  readonly quota?: Quota;
  /** Where its costs are watched: the document's address, and today's where it has moved. */
  readonly costs?: { readonly text: string; readonly url: string; readonly now?: string };
  /** What the key should be allowed to do, in the vendor's words, and no more. */
  readonly scopes?: readonly string[];
  readonly guide: readonly GuideStep[];
  readonly corrections?: readonly Correction[];
  /** False for what the document's inventory does not have. */
  readonly documented: boolean;
}

/** The field of that name; undefined where the credential has none. */
export const fieldOf = ({ fields }: Credential, name: string): CredentialField | undefined =>
  fields.find((field) => field.name === name);

/** Whether an environment has this credential at all. */
export const livesIn = ({ environments }: Credential, environment: Environment): boolean =>
  environments === undefined || environments.includes(environment);
