import { type AdminAnswer, AdminRefusal } from "./admin-call.ts";

/** 200 with this body. */
export const ok = (body: unknown): AdminAnswer => ({ status: 200, body });

/** 204: done, nothing to say. */
export const done: AdminAnswer = { status: 204 };

/** 201 with the address of what was made. */
export const created = (location: string, body?: unknown): AdminAnswer => ({
  status: 201,
  headers: { location },
  ...(body === undefined ? {} : { body }),
});

/** A refusal in the form of Keycloak's own exceptions: `{ error }`. */
export const failure = (status: number, error: string): AdminRefusal => new AdminRefusal({ status, body: { error } });

/** A refusal in the form of Keycloak's resources: `{ errorMessage }`. */
export const refusal = (status: number, errorMessage: string): AdminRefusal =>
  new AdminRefusal({ status, body: { errorMessage } });

/** What Keycloak says of a body it cannot read. */
export const unreadable = (error: "invalid_request" | "unknown_error"): AdminRefusal =>
  new AdminRefusal({ status: 400, body: { error, error_description: "Cannot parse the JSON" } });

/** The value, or this refusal where there is none. */
export function found<T>(value: T | undefined, otherwise: AdminRefusal): T {
  if (value === undefined) throw otherwise;
  return value;
}
