import type { Environment } from "../../domain/credential.ts";
import type { FieldFormat } from "../../domain/credential-format.ts";
import type { LiveState } from "../../domain/live-verdict.ts";

/** What a question is made of. */
export interface Asking {
  /** The values by the names of the check's parts. */
  readonly parts: Readonly<Record<string, string>>;
  readonly environment: Environment;
  /** The JSON of the answers before this one, the latest first. */
  readonly before: readonly unknown[];
  /** A token of ten minutes that is signed with a part, for a check that has `signs`. */
  readonly token: string;
}

/** A request to a vendor; `host` is asked over TLS. */
export interface LiveRequest {
  readonly host: string;
  readonly path: string;
  readonly method?: "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What an answer means. All of what a rule names must hold; the first rule that holds counts. */
export interface LiveRule {
  readonly status: readonly number[];
  /** Fields that the JSON object must have: a page of somebody else's is no answer of the vendor. */
  readonly has?: readonly string[];
  readonly text?: RegExp;
  /** What must hold of the JSON beyond its fields. */
  readonly holds?: (json: unknown) => boolean;
  /** `next`: the next question decides. */
  readonly means: LiveState | "next";
  readonly says: string;
  /** The credential is good, and this is not set up at the vendor. */
  readonly missing?: readonly string[];
}

/** One question, and what its answers mean. */
export interface LiveQuestion {
  /** The request; a text says why it must not be asked. */
  readonly request: (asking: Asking) => LiveRequest | string;
  readonly rules: readonly LiveRule[];
  /** What the answer says that the credential may do; undefined where it does not. */
  readonly granted?: (json: unknown, headers: Readonly<Record<string, string>>) => readonly string[] | undefined;
  /** The vendor's account that the answer names; undefined where it does not. */
  readonly account?: (json: unknown) => string | undefined;
}

/** How a vendor is asked whether it takes a credential. Every question changes nothing at the vendor. */
export interface LiveCheck {
  readonly what: string;
  /** The forms of the fields it takes, by its own name for each: a team's own credential of these forms is asked about too. */
  readonly parts: Readonly<Record<string, FieldFormat>>;
  /** The parts that a token is signed with: issuer and RSA key. */
  readonly signs?: { readonly issuer: string; readonly key: string };
  readonly questions: readonly LiveQuestion[];
  /** Scopes that come with every credential and that nobody chooses. */
  readonly implied?: readonly string[];
  /** True for a question beside the one that judges the credential: where a part of it was never stored, nobody is asked. */
  readonly besides?: true;
}

/** The field of a JSON object; undefined for everything else. */
export const fieldIn = (json: unknown, name: string): unknown =>
  json instanceof Object && Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined;

/** The value of a Basic Authorization header (RFC 7617, UTF-8). */
export const basic = (user: string, password: string): string =>
  `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`;
