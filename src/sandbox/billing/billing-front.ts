import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { createRouter, type Route } from "../http/router.ts";
import { readJson } from "./api/json-body.ts";
import type { BillingRoute } from "./api/route.ts";
import { API_ROUTES } from "./api-routes.ts";
import { creditNoteText, invoiceText } from "./bill-files.ts";
import { BillingServer } from "./billing-server.ts";
import type { BillingServerOptions } from "./billing-server-options.ts";
import type { CaughtUp } from "./engine/caught-up.ts";
import { internalError, notOffered, ok, text } from "./lago-answers.ts";
import { publicKeyText } from "./webhooks/signature.ts";

/** The API's routes over an open state; loaded when the first request needs them. */
export interface BillingFront {
  /** Answers a request below `/api/v1` or `/files`. */
  handle(request: SandboxRequest): Promise<SandboxAnswer>;
  /** What a GET of this path below `/api/v1`, with its query, is answered with. */
  read(target: string): Promise<SandboxAnswer>;
  followClock(): Promise<CaughtUp>;
  close(): Promise<void>;
}

export async function openFront(options: BillingServerOptions): Promise<BillingFront> {
  const server = await BillingServer.open(options);
  const api = new Map(API_ROUTES.map((route) => [served(route, server), route]));
  const find = createRouter([...keyRoutes(options), ...api.keys(), ...fileRoutes(server)]);
  return {
    handle: async (request) => {
      const match = find(request.method, request.path);
      if ("methods" in match) return notOffered(request.method, request.path);
      try {
        return (
          (await match.route.handle({ ...request, params: match.params })) ?? notOffered(request.method, request.path)
        );
      } catch (error) {
        return internalError(options.failed, error);
      }
    },
    read: async (target) => {
      const [path = "", query = ""] = `/api/v1${target}`.split("?", 2);
      const match = find("GET", path);
      const route = "methods" in match ? undefined : api.get(match.route);
      if ("methods" in match || route === undefined) return notOffered("GET", path);
      return server.answer(route, { params: match.params, query: new URLSearchParams(query), body: undefined });
    },
    followClock: () => server.followClock(),
    close: () => server.close(),
  };
}

const served = (route: BillingRoute, server: BillingServer): Route => ({
  method: route.method,
  pattern: `/api/v1${route.path}`,
  handle: (request) => {
    const read = readJson(request);
    if ("refused" in read) return read.refused;
    return server.answer(route, { params: request.params, query: request.query, body: read.body });
  },
});

const keyRoutes = ({ signer }: BillingServerOptions): readonly Route[] => [
  { method: "GET", pattern: "/api/v1/webhooks/public_key", handle: () => text(`${publicKeyText(signer())}\n`) },
  {
    method: "GET",
    pattern: "/api/v1/webhooks/json_public_key",
    handle: () => ok({ webhook: { public_key: publicKeyText(signer()) } }),
  },
];

const FILES = { invoices: invoiceText, credit_notes: creditNoteText } as const;

/** A bill's file is open to whoever has its address, like the links in a bill's e-mail. */
const fileRoutes = ({ billing }: BillingServer): readonly Route[] =>
  Object.entries(FILES).map(([kind, textOf]) => ({
    method: "GET",
    pattern: `/files/${kind}/:file`,
    handle: ({ params, method, path }) => {
      const page = textOf(billing, (params.file ?? "").replace(/\.txt$/, ""));
      return page === undefined ? notOffered(method, path) : text(page);
    },
  }));
