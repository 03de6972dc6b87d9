import type { RequestListener } from "node:http";
import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { createListener } from "../http/listener.ts";
import type { Route } from "../http/router.ts";
import { sameSecret } from "../identity-store.ts";
import { MOCK_HEADER, notOffered, ok, unauthorized } from "./lago-answers.ts";
import { ORGANIZATION } from "./organization.ts";

/** What the mock billing API starts from. */
export interface BillingOptions {
  readonly port: number;
  readonly gateway: string | undefined;
  /** Shown by `/health`. */
  readonly version: string;
  /** The API key that is accepted as a bearer. */
  readonly billingKey: string;
  /** Told of a request that failed inside the server. */
  failed(error: unknown): void;
}

type Handle = (request: SandboxRequest) => SandboxAnswer;

/** The root of a mock Lago: its health and its organization; every answer says that it is a mock. */
export function billingListener(options: BillingOptions): RequestListener {
  const { port, gateway, failed } = options;
  const listener = createListener({ port, gateway, routes: billingRoutes(options), clients: () => [], failed });
  return (req, res) => {
    for (const [name, value] of Object.entries(MOCK_HEADER)) res.setHeader(name, value);
    listener(req, res);
  };
}

function billingRoutes({ version, billingKey }: BillingOptions): readonly Route[] {
  const withKey =
    (handle: Handle): Handle =>
    (request) =>
      hasKey(request, billingKey) ? handle(request) : unauthorized;
  const rest: Handle = ({ method, path }) => notOffered(method, path);
  return [
    { method: "GET", pattern: "/health", handle: () => ok({ version, message: "Success" }) },
    { method: "GET", pattern: "/api/v1/organizations", handle: withKey(() => ok({ organization: ORGANIZATION })) },
    ...["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap((method) => [
      { method, pattern: "/api/v1/*", handle: withKey(rest) },
      { method, pattern: "/*", handle: rest },
    ]),
  ];
}

const hasKey = ({ headers }: SandboxRequest, key: string): boolean =>
  sameSecret(key, /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "");
