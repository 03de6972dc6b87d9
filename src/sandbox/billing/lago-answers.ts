import { type ToldError, tellable } from "../../domain/told-error.ts";
import type { SandboxAnswer } from "../http/exchange.ts";

/** The header by which anybody can tell that no real Lago answered. */
export const MOCK_HEADER = { "x-avb-mock": "lago" } as const;

/** 200 with this body. */
export const ok = (body: object): SandboxAnswer => ({ status: 200, body });

/** Lago's answer to a missing or wrong API key. */
export const unauthorized: SandboxAnswer = { status: 401, body: { status: 401, error: "Unauthorized" } };

/** What the mock does not have, in the shape of Lago's errors, so that it is never mistaken for an empty result. */
export const notOffered = (method: string, path: string): SandboxAnswer => ({
  status: 501,
  body: {
    status: 501,
    error: "Not Implemented",
    code: "not_offered_by_mock",
    error_details: { request: [`avb's mock of Lago does not offer ${method} ${path}`] },
  },
});

const REFUSED: Readonly<Record<number, string>> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  500: "Internal Server Error",
};

/** What the port itself refuses, in the shape of Lago's errors. */
export const refusedByPort = (status: number, code: string): object => ({
  status,
  error: REFUSED[status] ?? "Refused",
  code,
});

/** 200 with plain text. */
export const text = (body: string): SandboxAnswer => ({
  status: 200,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body,
});

/** Lago's answer to a body that it cannot read. */
export const unreadable = (why: string): SandboxAnswer => ({
  status: 400,
  body: { status: 400, error: `BadRequest: the body cannot be read: ${why}` },
});

const FULL = new Set<unknown>(["ENOSPC", "EDQUOT"]);
const NO_ROOM: ToldError = { code: "DISK_FULL", facts: { path: "the billing records" } };

/** What failed inside is the log's; the client learns that nothing was kept, and what is wrong with the server's own files. */
export function internalError(failed: (error: unknown) => void, error: unknown): SandboxAnswer {
  failed(error);
  const told = FULL.has(Object(error).code) ? NO_ROOM : tellable(error);
  return { status: 500, body: { status: 500, error: "Internal Server Error", ...(told && { told }) } };
}
