import type { IdentityKind } from "./sandbox-protocol.ts";

/** What a field of an identity must look like. */
type FieldShape = "text" | "secret" | "flag" | "texts" | "attributes";

interface Field {
  readonly shape: FieldShape;
  readonly optional?: true;
}

const text: Field = { shape: "text" };
const texts: Field = { shape: "texts" };
const flag: Field = { shape: "flag" };
const attributes: Field = { shape: "attributes" };
const secret: Field = { shape: "secret", optional: true };

const SHAPES: Readonly<Record<IdentityKind, Readonly<Record<string, Field>>>> = {
  tenant: { id: text, name: text, group: text },
  role: { id: text, name: text, description: { shape: "text", optional: true } },
  group: { id: text, name: text, path: text, attributes },
  user: {
    id: text,
    username: text,
    email: text,
    firstName: text,
    lastName: text,
    enabled: flag,
    emailVerified: flag,
    attributes,
    roles: texts,
    groups: texts,
    password: secret,
  },
  client: {
    id: text,
    clientId: text,
    name: text,
    public: flag,
    redirectUris: texts,
    postLogoutRedirectUris: texts,
    webOrigins: texts,
    grants: texts,
    audiences: texts,
    serviceAccountRoles: texts,
    realmManagementRoles: { shape: "texts", optional: true },
    backchannelLogoutUri: { shape: "text", optional: true },
    secret,
  },
};

/** The natural key of each kind: the field by which a document names it. */
export const KEY_FIELDS = {
  tenant: "id",
  role: "name",
  group: "path",
  user: "username",
  client: "clientId",
} as const satisfies Readonly<Record<IdentityKind, string>>;

const MAX_TEXT = 2000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const CONTROL = /[\u0000-\u001f\u007f]/;
/** Names with which an object literal would answer although nobody gave them. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean =>
  typeof value === "string" && value.length <= MAX_TEXT && !CONTROL.test(value);

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const FITS: Readonly<Record<FieldShape, (value: unknown) => boolean>> = {
  text: isText,
  secret: (value) => isText(value) && value !== "",
  flag: (value) => typeof value === "boolean",
  texts: isTexts,
  attributes: (value) =>
    isRecord(value) && Object.entries(value).every(([name, values]) => !RESERVED.has(name) && isTexts(values)),
};

const FORMS: Readonly<Record<FieldShape, string>> = {
  text: "a text of one line",
  secret: "a text that is not empty",
  flag: "true or false",
  texts: "a list of texts",
  attributes: "lists of texts by name",
};

/** True for the name of a kind of identity. */
export const isIdentityKind = (value: unknown): value is IdentityKind =>
  typeof value === "string" && Object.hasOwn(SHAPES, value);

/** What is wrong with a value that claims to be of this kind, one sentence each; empty when it fits. Values are not repeated. */
export function shapeProblems(kind: IdentityKind, value: unknown): readonly string[] {
  if (!isRecord(value)) return [`a ${kind} must be an object`];
  const shape = SHAPES[kind];
  const unknown = Object.keys(value)
    .filter((name) => !Object.hasOwn(shape, name))
    .map((name) => `${kind} has no field '${name.slice(0, 40)}'`);
  const wrong = Object.entries(shape)
    .filter(([name, field]) => !(value[name] === undefined ? field.optional : FITS[field.shape](value[name])))
    .map(([name, field]) => `${kind}.${name} must be ${FORMS[field.shape]}`);
  const key = KEY_FIELDS[kind];
  return [...unknown, ...wrong, ...(value[key] === "" ? [`${kind}.${key} must not be empty`] : [])];
}
