import type { Route } from "../http/router.ts";
import type { IdentityStore } from "../identity-store.ts";
import { PAGE_HEADERS, renderDocument } from "./document.ts";
import { html } from "./html.ts";

/** What the sandbox's first page shows. */
export interface HomePage {
  readonly realm: string;
  /** `http://localhost:<port>`. */
  readonly baseUrl: string;
  readonly clients: readonly string[];
}

/** The first page: what is served here and how to use it. */
export function renderHomePage(page: HomePage): string {
  const issuer = `${page.baseUrl}/realms/${encodeURIComponent(page.realm)}`;
  const addresses = [
    ["Discovery", `${issuer}/.well-known/openid-configuration`],
    ["Signing keys", `${issuer}/protocol/openid-connect/certs`],
    ["Connect a device", `${issuer}/device`],
  ] as const;
  return renderDocument(
    { title: "Running", realm: page.realm },
    html`<h1>The sandbox is running</h1>
<p class="lead">It signs people in and issues tokens as Keycloak does, at Keycloak's addresses.</p>
<dl class="facts">
<dt>Issuer</dt><dd><code>${issuer}</code></dd>
${addresses.map(([name, address]) => html`<dt>${name}</dt><dd><a href="${address}">${address}</a></dd>`)}
<dt>Clients</dt><dd>${page.clients.map((client) => html`<code>${client}</code><br>`)}</dd>
</dl>
<p class="hint">One token: <code>avb dev token</code></p>
<p class="hint">Everything a person needs: <code>avb dev info</code></p>`,
  );
}

/** The row of the server's routing table for the first page. */
export const homeRoute = (store: IdentityStore, baseUrl: string): Route => ({
  method: "GET",
  pattern: "/",
  handle: () => ({
    status: 200,
    headers: PAGE_HEADERS,
    body: renderHomePage({ realm: store.realm, baseUrl, clients: store.clients().map(({ clientId }) => clientId) }),
  }),
});
