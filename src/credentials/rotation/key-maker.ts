import type { FieldFormat } from "../../domain/credential-format.ts";
import { fieldIn, type LiveRequest } from "../live/question.ts";

/** What a vendor's management API is asked with. */
export interface Managing {
  /** The admin key. */
  readonly admin: string;
  /** The vendor's project; empty where it has none. */
  readonly project: string;
  /** The vendor's account whose keys are meant; empty where the admin key tells it. */
  readonly account: string;
  /** The new key's name at the vendor: no other key has it. */
  readonly name: string;
  /** What the new key may do; empty where nobody said. */
  readonly scopes: readonly string[];
  /** Where the next page begins; undefined for the first one. */
  readonly after?: string;
}

/** A key as the vendor lists it. */
export interface ListedKey {
  /** What it is revoked by. */
  readonly id: string;
  readonly name: string;
  /** Undefined where the vendor does not tell, 0 where it was never used. */
  readonly lastUsedAtMs?: number;
  /** Whether this text may be its value, by what the vendor shows of it. */
  mayBe(value: string): boolean;
}

/** A page of keys, and where the next one begins. */
export interface KeyPage {
  readonly keys: readonly ListedKey[];
  readonly after?: string;
}

/** A key that was made. */
export interface MadeKey {
  readonly id: string;
  readonly value: string;
}

/** How a vendor's keys are made, found and revoked through its API. */
export interface KeyMaker {
  readonly vendor: string;
  /** The form of the field whose value it makes. */
  readonly format: FieldFormat;
  readonly admin: { readonly variable: string; readonly form: RegExp; readonly what: string };
  readonly needsProject: boolean;
  /** Keys are listed by the account that they belong to, and nothing of them is shown. */
  readonly ofAccount?: true;
  /** How long the old key stays (ms), when nobody says. */
  readonly graceMs: number;
  /** The requests that make one, each with the answers before it, the latest first; absent where only people can. */
  readonly create?: readonly ((asking: Managing, before: readonly unknown[]) => LiveRequest)[];
  /** The key in those answers, the latest first; undefined for answers that hold none. */
  readonly made?: (answers: readonly unknown[]) => MadeKey | undefined;
  /** Lists that together name every key and whatever a cut off creation left. */
  readonly lists: readonly { request(asking: Managing): LiveRequest; page(json: unknown): KeyPage | undefined }[];
  /** Revokes what a list named. */
  remove(asking: Managing, id: string): LiveRequest;
}

const PLAIN_ID = /^[\w.-]{1,128}$/;

/** The text of a field that may stand in a path; undefined for everything else. */
export function idIn(json: unknown, name: string): string | undefined {
  const value = fieldIn(json, name);
  return typeof value === "string" && PLAIN_ID.test(value) ? value : undefined;
}

/** The text of a field; empty for everything else. */
export function textIn(json: unknown, name: string): string {
  const value = fieldIn(json, name);
  return typeof value === "string" ? value : "";
}

/** The list in a field; undefined for everything else. */
export function listIn(json: unknown, name: string): readonly unknown[] | undefined {
  const value = fieldIn(json, name);
  return Array.isArray(value) ? value : undefined;
}

const LEAST_SHOWN = 4;

/** Whether a value has the beginning and the end that a vendor shows of a key: `sk-ant-api03-R2D...igAA`. */
export function fitsHint(hint: string, value: string): boolean {
  const [begin = "", end = ""] = hint.split(/\.{2,}|…|\*+/);
  return begin.length + end.length >= LEAST_SHOWN && end !== "" && value.startsWith(begin) && value.endsWith(end);
}
