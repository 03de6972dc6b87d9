import type { IdentityStore } from "../identity-store.ts";
import type { Permission } from "./permissions.ts";

/** A request below `/admin/realms`. */
export interface AdminRequest {
  readonly method: string;
  /** What follows `/admin/realms`, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization?: string;
  /** The body as it came, empty where there is none. */
  readonly body: string;
  /** Told whose token it came with, once the token has proven good. */
  asker?(username: string): void;
}

/** An answer of Keycloak's admin REST API; a body is sent as JSON. */
export interface AdminAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A checked request, as a route's handler sees it. */
export interface AdminCall {
  readonly store: IdentityStore;
  readonly query: URLSearchParams;
  /** The parsed JSON body. */
  readonly body: unknown;
  /** A decoded place of the path, such as `id`. */
  param(name: string): string;
  /** True when the caller's token carries this permission. */
  may(permission: Permission): boolean;
  /** The address of something below this realm's admin API. */
  location(path: string): string;
}

/** Answers one route. */
export type AdminHandler = (call: AdminCall) => AdminAnswer | Promise<AdminAnswer>;

/** One row of the route table. */
export interface AdminRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Segments below the realm; `:name` takes one, a final `*name` takes the rest. */
  readonly path: string;
  /** The caller needs at least this. */
  readonly needs: Permission;
  readonly handle: AdminHandler;
}

/** Ends a call with this answer; nothing was changed. */
export class AdminRefusal extends Error {
  readonly answer: AdminAnswer;

  constructor(answer: AdminAnswer) {
    super(`refused with status ${answer.status}`);
    this.name = "AdminRefusal";
    this.answer = answer;
  }
}
