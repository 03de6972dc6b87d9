import type { RequestEntry } from "../../domain/request-log.ts";
import type { Route } from "../http/router.ts";
import type { RealmParts } from "../oidc/realm.ts";
import { PAGE_HEADERS, renderDocument } from "./document.ts";
import { type Html, html } from "./html.ts";

/** What the sandbox's first page shows. */
export interface HomePage {
  readonly realm: string;
  /** `http://localhost:<port>`. */
  readonly baseUrl: string;
  readonly clients: readonly string[];
  /** Who is signed in: a username, and the client ids. */
  readonly sessions: readonly { readonly username: string; readonly clients: readonly string[] }[];
  /** The last requests, the newest first. */
  readonly requests: readonly RequestEntry[];
}

/** The first page: what is served here and how to use it. */
export function renderHomePage(page: HomePage): string {
  const issuer = `${page.baseUrl}/realms/${encodeURIComponent(page.realm)}`;
  const addresses = [
    ["Discovery", `${issuer}/.well-known/openid-configuration`],
    ["Signing keys", `${issuer}/protocol/openid-connect/certs`],
    ["Your account", `${issuer}/account`],
    ["Connect a device", `${issuer}/device`],
  ] as const;
  return renderDocument(
    { title: "Running", realm: page.realm },
    html`<h1>The sandbox is running</h1>
<p class="lead">It signs people in and issues tokens as Keycloak does, at Keycloak's addresses.</p>
<dl class="facts">
<dt>Issuer</dt><dd><code>${issuer}</code></dd>
${addresses.map(([name, address]) => html`<dt>${name}</dt><dd><a href="${address}">${address}</a></dd>`)}
<dt>Signed in now</dt><dd>${page.sessions.length === 0 ? "nobody" : page.sessions.map(signedIn)}</dd>
<dt>Clients</dt><dd>${page.clients.map((client) => html`<code>${client}</code><br>`)}</dd>
<dt>Last requests</dt><dd>${page.requests.length === 0 ? "none yet" : page.requests.map(requested)}</dd>
</dl>
<p class="hint">All requests: <code>avb dev logs --follow</code></p>
<p class="hint">One token: <code>avb dev token</code></p>
<p class="hint">Everything a person needs: <code>avb dev info</code></p>`,
  );
}

const signedIn = ({ username, clients }: HomePage["sessions"][number]): Html =>
  html`<strong>${username}</strong> ${clients.join(", ")}<br>`;

const requested = ({ time, method, path, status, user }: RequestEntry): Html =>
  html`<code>${time.slice(11, 19)} ${method} ${path} ${status || "cut off"}</code> ${user}<br>`;

/** Requests on the first page. */
const SHOWN = 15;

/** The row of the server's routing table for the first page. */
export const homeRoute = ({ store, storage, issuer }: RealmParts, recent: () => readonly RequestEntry[]): Route => ({
  method: "GET",
  pattern: "/",
  handle: () => ({
    status: 200,
    headers: PAGE_HEADERS,
    body: renderHomePage({
      realm: store.realm,
      baseUrl: new URL(issuer).origin,
      clients: store.clients().map(({ clientId }) => clientId),
      sessions: storage.sessions().flatMap(({ accountId, clients }) => {
        const username = store.findUser({ id: accountId })?.username;
        return username === undefined ? [] : [{ username, clients }];
      }),
      requests: recent().slice(0, SHOWN),
    }),
  }),
});
