import { type EnvValue, type JoinedPart, VIEWS, type View } from "./env-value.ts";
import type { Service } from "./service.ts";
import { isThirdParty } from "./third-party.ts";

/** What a text may refer to: an address of a service, its host or port alone, or a secret of this checkout. */
export type ReferenceKind = "endpoint" | "host" | "port" | "secret";

/** `${endpoint:postgres.sql}` and its like; `${endpoint:keycloak.http@host}` says from where the address is to be right. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** From where an address is read, whoever reads the text. */
  readonly view?: View;
  /** `service`, `service.port`, or a secret's name; a third-party one's is `third-party/ID#FIELD`. */
  readonly to: string;
  /** As it stands in the text. */
  readonly written: string;
}

/** A text in pieces: what is fixed, and what it refers to. */
export type TextPieces = readonly (string | Reference)[];

const KINDS: readonly ReferenceKind[] = ["endpoint", "host", "port", "secret"];
/**
 * A kind alone is one that lost its rest; another word with a colon is a kind that there is not. A second `$` takes the meaning
 * away. A third-party credential may also be called as the catalogue calls it: `secret("third-party/openai#api_key")`.
 */
const REFERENCE =
  /(\$?\$\{(?:(?:endpoint|host|port|secret)(?![a-zA-Z0-9_])|[a-z]+:(?=[a-z0-9]))[^}]*\}?|\bsecret\("third-party\/[^"\n]*"?\)?)/;
const WELL_FORMED = /^\$\{(\w+):([a-z0-9][a-z0-9._/-]*(?:#[a-z][a-z0-9_]*)?)(?:@(host|container))?\}$/;
const CALLED = /^(secret)\("([a-z0-9][a-z0-9._/-]*(?:#[a-z][a-z0-9_]*)?)"\)$/;

/** How a reference is written. */
export const REFERENCE_FORM = KINDS.map(
  (kind) => `$\u{7B}${kind}:${kind === "secret" ? "NAME" : "SERVICE.PORT"}}`,
).join(", ");

/** Takes a text apart. `$${kind:...}` is the text `${kind:...}`, every other `$` stands for itself; what begins as a reference and is none has an empty `to`. */
export const piecesOf = (text: string): TextPieces =>
  text
    .split(REFERENCE)
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (!REFERENCE.test(piece)) return piece;
      return piece.startsWith("$$") ? piece.slice(1) : referenceIn(piece);
    });

function referenceIn(written: string): Reference {
  const [, name, to = "", view] = WELL_FORMED.exec(written) ?? CALLED.exec(written) ?? [];
  const kind = KINDS.find((known) => known === name);
  const isWhole = kind !== undefined && (kind === "secret" ? view === undefined : !to.includes("#"));
  const from = VIEWS.find((known) => known === view);
  return { kind: kind ?? "endpoint", to: isWhole ? to : "", written, ...(from === undefined ? {} : { view: from }) };
}

/** The references of a text. */
export const referencesIn = (text: string): readonly Reference[] =>
  piecesOf(text).filter((piece) => typeof piece !== "string");

/** The names of the third-party credentials' fields that a map's texts refer to. */
export const thirdPartyIn = (texts: Readonly<Record<string, string>> = {}): readonly string[] =>
  Object.values(texts)
    .flatMap(referencesIn)
    .flatMap(({ kind, to }) => (kind === "secret" && isThirdParty(to) ? [to] : []));

/** The text as a value of the catalogue; its references are known to be right. */
export function catalogueValue(text: string, services: readonly Service[]): EnvValue {
  const pieces = piecesOf(text);
  if (pieces.every((piece) => typeof piece === "string")) return { kind: "literal", value: pieces.join("") };
  return {
    kind: "joined",
    parts: pieces.map((piece) => (typeof piece === "string" ? piece : cataloguePart(piece, services))),
  };
}

const FORMS = { endpoint: "hostport", host: "host", port: "port" } as const;

/** What a well formed reference stands for in the catalogue; a service named alone means its first port. */
export function cataloguePart(
  { kind, to, view }: Reference,
  services: readonly Service[],
): Exclude<JoinedPart, string> {
  if (kind === "secret") return { kind: "secret", name: to };
  const [service = "", port = firstPort(service, services)] = to.split(".");
  return { kind: "endpoint", service, port, form: FORMS[kind], ...(view === undefined ? {} : { view }) };
}

const firstPort = (id: string, services: readonly Service[]): string =>
  Object.keys(services.find((service) => service.id === id)?.ports ?? {})[0] ?? "";
