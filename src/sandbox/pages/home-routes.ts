import type { RequestEntry } from "../../domain/request-log.ts";
import type { SandboxTime } from "../../domain/sandbox-clock.ts";
import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import type { Route } from "../http/router.ts";
import { wantsPage } from "../http/wants-page.ts";
import { pickableUsers } from "../oidc/pickable.ts";
import type { RealmParts } from "../oidc/realm.ts";
import { signInAs, tryLogin } from "../oidc/try-login.ts";
import { type AskBilling, readInvoice, readOverview } from "./billing-reader.ts";
import { PAGE_HEADERS } from "./document.ts";
import { renderHomePage, SIGN_IN_PATH } from "./home.ts";
import { renderInvoicePage } from "./invoice.ts";
import { renderProblemPage } from "./problem.ts";

/** What the sandbox's own pages show. */
export interface HomeParts {
  readonly realm: RealmParts;
  readonly clock: { read(): SandboxTime };
  /** The last requests, the newest first. */
  recent(): readonly RequestEntry[];
  /** `http://localhost:<port>` of the billing API. */
  readonly billingUrl: string;
  readonly ask: AskBilling;
}

/** Requests on the first page. */
const SHOWN = 15;

/** The rows of the server's routing table for the sandbox's own pages. */
export const homeRoutes = (parts: HomeParts): readonly Route[] => [
  { method: "GET", pattern: "/", handle: () => home(parts) },
  { method: "GET", pattern: SIGN_IN_PATH, handle: () => tryLogin(parts.realm) },
  { method: "POST", pattern: SIGN_IN_PATH, handle: (request) => signInAs(parts.realm, request) },
  { method: "GET", pattern: "/billing/customers", handle: () => raw(parts, "/customers") },
  { method: "GET", pattern: "/billing/invoices", handle: () => raw(parts, "/invoices") },
  { method: "GET", pattern: "/billing/invoices/:id", handle: (request) => invoice(parts, request) },
];

async function home({ realm, clock, recent, billingUrl, ask }: HomeParts): Promise<SandboxAnswer> {
  const { store, storage, issuer } = realm;
  const body = renderHomePage({
    realm: store.realm,
    baseUrl: new URL(issuer).origin,
    clock: clock.read(),
    users: pickableUsers(realm),
    clients: store.clients(),
    sessions: storage.sessions().flatMap(({ accountId, clients }) => {
      const username = store.findUser({ id: accountId })?.username;
      return username === undefined ? [] : [{ username, clients }];
    }),
    billing: await readOverview(ask),
    billingUrl,
    requests: recent().slice(0, SHOWN),
  });
  return { status: 200, headers: PAGE_HEADERS, body };
}

async function invoice(parts: HomeParts, request: SandboxRequest): Promise<SandboxAnswer> {
  const { params, query, headers, method, path } = request;
  const id = params.id ?? "";
  if (query.has("raw") || !wantsPage(headers, "sign-in")) return raw(parts, `/invoices/${encodeURIComponent(id)}`);
  const found = await readInvoice(parts.ask, id);
  const realm = parts.realm.name;
  if (found === undefined) {
    const body = renderProblemPage({ realm, code: "unknown_invoice", asked: `${method} ${path}` });
    return { status: 404, headers: PAGE_HEADERS, body };
  }
  const apiUrl = `${parts.billingUrl}/api/v1/invoices/${id}`;
  return { status: 200, headers: PAGE_HEADERS, body: renderInvoicePage({ realm, invoice: found, apiUrl }) };
}

/** What the API answers, to be looked at by a person who has no key at hand. */
const raw = async ({ ask }: HomeParts, path: string): Promise<SandboxAnswer> =>
  (await ask(path)) ?? { status: 404, body: { status: 404, error: "Not Found" } };
