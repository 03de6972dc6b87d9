import type { Addressing } from "./env-address.ts";
import { resolveValue } from "./env-resolve.ts";
import { AvbError } from "./errors/avb-error.ts";
import { type ReferenceContext, type ReferenceProblem, referenceProblems } from "./reference-issues.ts";
import { cataloguePart, piecesOf, type Reference, referencesIn } from "./references.ts";
import { Secret } from "./secret.ts";
import type { KeyPath } from "./yaml-document.ts";

/** A document's value once its references are resolved: a text that held a secret is a `Secret`; words of a fixed set stay. */
export type WithSecrets<T> = T extends string
  ? string extends T
    ? string | Secret
    : T
  : T extends readonly (infer Item)[]
    ? readonly WithSecrets<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: WithSecrets<T[Key]> }
      : T;

/** What references are resolved against. */
export interface ReferenceSource {
  /** The view is the one of who reads the document: a container, for what is written into a service. */
  readonly addressing: Addressing;
  secretOf(name: string): Secret;
}

/** What is wrong with a document's references, and under which keys. */
export interface DocumentReferenceProblem extends ReferenceProblem {
  readonly path: KeyPath;
}

/** References anywhere in plain data that lead nowhere or are not well written. */
export function documentReferenceProblems(
  value: unknown,
  context: ReferenceContext,
): readonly DocumentReferenceProblem[] {
  return textsIn(value, []).flatMap(({ text, path }) =>
    referenceProblems(text, { ...context, manySecrets: true }).map((problem) => ({ ...problem, path })),
  );
}

/** The names of the secrets that a document refers to. */
export const secretsIn = (value: unknown): readonly string[] => [
  ...new Set(
    textsIn(value, [])
      .flatMap(({ text }) => referencesIn(text))
      .filter(({ kind }) => kind === "secret")
      .map(({ to }) => to),
  ),
];

/** The document with its references resolved; they are known to be right. Keys of maps are left as they are. */
export const resolveReferences = <T>(value: T, source: ReferenceSource): WithSecrets<T> =>
  mapTexts(value, (text) => resolveText(text, source)) as WithSecrets<T>;

/** One text with its references resolved: a `Secret` where it holds one. */
export function resolveText(text: string, source: ReferenceSource): string | Secret {
  const pieces = piecesOf(text).map((piece) => (typeof piece === "string" ? piece : resolved(piece, source)));
  const whole = pieces.map((piece) => (piece instanceof Secret ? piece.reveal() : piece)).join("");
  return pieces.some((piece) => piece instanceof Secret) ? new Secret(whole) : whole;
}

/** Resolved data as it is sent to a service: secrets as plain texts. */
export const revealed = <T>(value: WithSecrets<T>): T => mapSecrets(value, (secret) => secret.reveal()) as T;

/** Resolved data as it may be printed and compared: a secret is the beginning of its fingerprint. */
export const shownSecrets = <T>(value: WithSecrets<T>, fingerprint: (text: string) => string): T =>
  mapSecrets(value, (secret) => shownSecret(secret, fingerprint)) as T;

/** What stands for a secret where it may be printed: the same secret always looks the same. */
export const shownSecret = (secret: Secret, fingerprint: (text: string) => string): string =>
  `[secret ${fingerprint(secret.reveal()).slice(0, FINGERPRINT_LENGTH)}]`;

const FINGERPRINT_LENGTH = 12;

function resolved(reference: Reference, { addressing, secretOf }: ReferenceSource): string | Secret {
  if (reference.kind === "secret") return secretOf(reference.to);
  const value = resolveValue(cataloguePart(reference, addressing.services), addressing);
  if (value.kind === "text") return value.text;
  throw AvbError.of("BUG", { what: `${reference.written} is no address` });
}

interface TextAt {
  readonly text: string;
  readonly path: KeyPath;
}

function textsIn(value: unknown, path: KeyPath): readonly TextAt[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}

const mapTexts = (value: unknown, change: (text: string) => string | Secret): unknown =>
  mapLeaves(value, (leaf) => (typeof leaf === "string" ? change(leaf) : leaf));

const mapSecrets = (value: unknown, change: (secret: Secret) => string): unknown =>
  mapLeaves(value, (leaf) => (leaf instanceof Secret ? change(leaf) : leaf));

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== "object" || value === null || value instanceof Secret) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change)]));
}
