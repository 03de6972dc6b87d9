import type { QuotaLimits } from "../../domain/credential.ts";
import type { FieldFormat } from "../../domain/credential-format.ts";
import type { QuotaFinding } from "../../domain/quota-finding.ts";
import type { HttpAnswer } from "../../domain/world.ts";
import type { LiveCheck, LiveRequest } from "../live/question.ts";

/** What a question about a quota is made of. */
export interface QuotaAsking {
  /** The values by the names of the source's parts; a signed token is `token`. */
  readonly parts: Readonly<Record<string, string>>;
  /** The vendor's project, from a variable of its own; empty where nobody named one. */
  readonly project: string;
  /** The first moment of this month, ISO 8601. */
  readonly monthStart: string;
  /** The JSON of the answers before this one, the latest first. */
  readonly before: readonly unknown[];
}

/** A key of a vendor's management, which no application has and no store of avb's keeps: a variable of whoever asks. */
export interface AdminKey {
  readonly variable: string;
  readonly form: RegExp;
}

/** Where one figure of the quota table can be read. Nothing that is asked changes anything at the vendor for longer than the question. */
export interface QuotaSource {
  /** The credential whose quota it is. */
  readonly id: string;
  readonly what: string;
  /** The fields that are asked with, by the source's name for each. */
  readonly parts?: Readonly<Record<string, FieldFormat>>;
  /** Asked with instead of the application's key; where `orKey`, only when it is there. */
  readonly admin?: AdminKey;
  /** The part that an admin key takes the place of where there is one. */
  readonly orKey?: string;
  readonly signs?: NonNullable<LiveCheck["signs"]>;
  /** The requests, each with the answers before it; a text says why it cannot be asked. */
  readonly requests: readonly ((asking: QuotaAsking) => LiveRequest | string)[];
  /** Takes back what the requests made, such as a token. */
  readonly after?: (asking: QuotaAsking) => LiveRequest | undefined;
  /** What the last answer says; undefined for an answer that says nothing of it. */
  read(answer: HttpAnswer, limits: QuotaLimits): Omit<QuotaFinding, "what"> | undefined;
}

/** A figure that should be so high at least. */
export function atLeast(found: number, documented: number | undefined, unit: string): Omit<QuotaFinding, "what"> {
  const told = `${grouped(found)} ${unit}`;
  if (documented === undefined) return { state: "told", says: told };
  if (found >= documented) return { state: "as documented", says: told };
  return { state: "differs", says: `${told}, and the table says ${grouped(documented)}` };
}

/** Digits in groups of three: `300,000`. */
export const grouped = (value: number): string => value.toLocaleString("en-US");

/** A sum as people write it. */
export const usd = (value: number): string => `$${value.toLocaleString("en-US", { maximumFractionDigits: 2 })}`;

/** A number of a header; undefined where there is none. */
export const headerNumber = ({ headers }: HttpAnswer, name: string): number | undefined => {
  const text = headers[name] ?? "";
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
};
