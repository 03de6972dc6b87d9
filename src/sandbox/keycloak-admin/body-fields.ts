import { failure, unreadable } from "./answers.ts";

/** The JSON of a request body, or Keycloak's refusal of what is none. */
export function parseBody(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unreadable("invalid_request");
  }
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The body as an object that has no fields but these. */
export function objectOf(body: unknown, representation: string, fields: ReadonlySet<string>): JsonObject {
  if (!isObject(body)) throw unreadable("unknown_error");
  const unknown = Object.keys(body).find((name) => !fields.has(name));
  if (unknown !== undefined)
    throw failure(
      400,
      `Invalid json representation for ${representation}. Unrecognized field "${unknown.slice(0, 80)}".`,
    );
  return body;
}

/** The body as a list of objects. */
export function listOf(body: unknown): readonly JsonObject[] {
  if (!Array.isArray(body) || !body.every(isObject)) throw unreadable("unknown_error");
  return body;
}

/** A text field; null counts as absent. */
export function textField(body: JsonObject, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value !== undefined && typeof value !== "string") throw unreadable("unknown_error");
  return value;
}

/** A boolean field; null counts as absent. */
export function flagField(body: JsonObject, name: string): boolean | undefined {
  const value = body[name] ?? undefined;
  if (value !== undefined && typeof value !== "boolean") throw unreadable("unknown_error");
  return value;
}

/** A list of texts; null counts as absent. */
export function textsField(body: JsonObject, name: string): readonly string[] | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  return textList(value);
}

/** Attributes: lists of texts by name; one text stands for a list of it. */
export function attributesField(body: JsonObject): Readonly<Record<string, readonly string[]>> | undefined {
  const value = body.attributes ?? undefined;
  if (value === undefined) return undefined;
  if (!isObject(value)) throw unreadable("unknown_error");
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, typeof held === "string" ? [held] : textList(held)]),
  );
}

function textList(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item): item is string => typeof item === "string"))
    throw unreadable("unknown_error");
  return value;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
