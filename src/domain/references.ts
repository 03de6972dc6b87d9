import type { EnvValue, JoinedPart } from "./env-value.ts";
import type { Service } from "./service.ts";

/** What a text may refer to: an address of a service, its host or port alone, or a secret of this checkout. */
export type ReferenceKind = "endpoint" | "host" | "port" | "secret";

/** `${endpoint:postgres.sql}` and its like. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** `service`, `service.port`, or a secret's name. */
  readonly to: string;
  /** As it stands in the text. */
  readonly written: string;
}

/** A text in pieces: what is fixed, and what it refers to. */
export type TextPieces = readonly (string | Reference)[];

const KINDS: readonly ReferenceKind[] = ["endpoint", "host", "port", "secret"];
const REFERENCE = /(\$\{(?:endpoint|host|port|secret)(?![a-zA-Z0-9_])[^}]*\}?)/;
const WELL_FORMED = /^\$\{(\w+):([a-z0-9][a-z0-9./-]*)\}$/;

/** How a reference is written. */
export const REFERENCE_FORM = KINDS.map(
  (kind) => `$\u{7B}${kind}:${kind === "secret" ? "NAME" : "SERVICE.PORT"}}`,
).join(", ");

/** Takes a text apart. Every other `$` stands for itself; what begins as a reference and is none has an empty `to`. */
export const piecesOf = (text: string): TextPieces =>
  text
    .split(REFERENCE)
    .filter((piece) => piece !== "")
    .map((piece) => (REFERENCE.test(piece) ? referenceIn(piece) : piece));

function referenceIn(written: string): Reference {
  const [, name, to = ""] = WELL_FORMED.exec(written) ?? [];
  const kind = KINDS.find((known) => known === name) ?? "endpoint";
  return { kind, to, written };
}

/** The references of a text. */
export const referencesIn = (text: string): readonly Reference[] =>
  piecesOf(text).filter((piece) => typeof piece !== "string");

/** The text as a value of the catalogue; its references are known to be right. */
export function catalogueValue(text: string, services: readonly Service[]): EnvValue {
  const pieces = piecesOf(text);
  if (pieces.every((piece) => typeof piece === "string")) return { kind: "literal", value: text };
  return {
    kind: "joined",
    parts: pieces.map((piece) => (typeof piece === "string" ? piece : partOf(piece, services))),
  };
}

const FORMS = { endpoint: "hostport", host: "host", port: "port" } as const;

function partOf({ kind, to }: Reference, services: readonly Service[]): JoinedPart {
  if (kind === "secret") return { kind: "secret", name: to };
  const [service = "", port = firstPort(service, services)] = to.split(".");
  return { kind: "endpoint", service, port, form: FORMS[kind] };
}

const firstPort = (id: string, services: readonly Service[]): string =>
  Object.keys(services.find((service) => service.id === id)?.ports ?? {})[0] ?? "";
