import type { SandboxAnswer } from "../../http/exchange.ts";
import type { Billing } from "../billing.ts";
import { badRequest } from "./fault.ts";
import { isObject } from "./fields.ts";

/** A request below `/api/v1`, as a resource sees it. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
}

/** A row of the API's table. `handle` makes its changes before it first waits; they are on the disk before it is answered. */
export interface BillingRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v1`. */
  readonly path: string;
  handle(billing: Billing, call: Call): SandboxAnswer | Promise<SandboxAnswer>;
}

/** The object that a body carries under its name; 400 without one. */
export function bodyOf({ body }: Call, name: string): Readonly<Record<string, unknown>> {
  const inner = isObject(body) ? body[name] : undefined;
  if (!isObject(inner) || Object.keys(inner).length === 0)
    throw badRequest(`param is missing or the value is empty or invalid: ${name}`);
  return inner;
}

/** A value of the path. */
export const param = ({ params }: Call, name: string): string => params[name] ?? "";

/** 200 with this body. */
export const ok = (body: object): SandboxAnswer => ({ status: 200, body });
