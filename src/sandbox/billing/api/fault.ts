import type { SandboxAnswer } from "../../http/exchange.ts";

/** What is wrong with a request: field to Lago's codes, one level deep for events of a batch. */
export type Details = Readonly<Record<string, unknown>>;

/** A refusal in the shape of Lago's errors; nothing of the request has been kept. */
export class BillingFault extends Error {
  readonly answer: SandboxAnswer;

  constructor(answer: SandboxAnswer) {
    super(`billing fault ${answer.status}`);
    this.answer = answer;
  }
}

/** 404: no such thing, such as `customer`. */
export const notFound = (resource: string): BillingFault =>
  new BillingFault({ status: 404, body: { status: 404, error: "Not Found", code: `${resource}_not_found` } });

/** 422: values that Lago would not keep. */
export const invalid = (details: Details): BillingFault =>
  new BillingFault({
    status: 422,
    body: {
      status: 422,
      error: "Unprocessable Entity",
      code: "validation_errors",
      error_details: details,
      error_extra: {},
    },
  });

/** 405: the thing's state does not allow it. */
export const notAllowed = (code: string): BillingFault =>
  new BillingFault({ status: 405, body: { status: 405, error: "Method Not Allowed", code } });

/** 403: what Lago has only with a licence. */
export const premiumOnly = (): BillingFault =>
  new BillingFault({ status: 403, body: { status: 403, error: "Forbidden", code: "feature_unavailable" } });

/** 400: the request itself cannot be read. */
export const badRequest = (message: string): BillingFault =>
  new BillingFault({ status: 400, body: { status: 400, error: `BadRequest: ${message}` } });

/** What a lookup found; 404 for nothing. */
export function found<T>(value: T | undefined, resource: string): T {
  if (value === undefined) throw notFound(resource);
  return value;
}
