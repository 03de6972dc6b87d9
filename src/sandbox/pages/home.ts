import type { RequestEntry } from "../../domain/request-log.ts";
import { clockCaution, instantText, type SandboxTime } from "../../domain/sandbox-clock.ts";
import type { BillingOverview } from "./billing-reader.ts";
import { renderDocument } from "./document.ts";
import { billingSection } from "./home-billing.ts";
import { type Html, html } from "./html.ts";
import { type LoginUser, peopleForm } from "./people.ts";

/** What the sandbox's first page shows. */
export interface HomePage {
  readonly realm: string;
  /** `http://localhost:<port>`. */
  readonly baseUrl: string;
  readonly clock: SandboxTime;
  /** Those who can be signed in with one click. */
  readonly users: readonly LoginUser[];
  readonly clients: readonly { readonly clientId: string; readonly redirectUris: readonly string[] }[];
  /** Who is signed in: a username, and the client ids. */
  readonly sessions: readonly { readonly username: string; readonly clients: readonly string[] }[];
  readonly billing: BillingOverview;
  /** `http://localhost:<port>` of the billing API. */
  readonly billingUrl: string;
  /** The last requests, the newest first. */
  readonly requests: readonly RequestEntry[];
}

/** Where the first page sends those who try the login, and what it posts a picked user to. */
export const SIGN_IN_PATH = "/sign-in";

/** The first page: what is served here, what there is, and how to use it. */
export const renderHomePage = (page: HomePage): string =>
  renderDocument(
    { title: "Running", realm: page.realm, wide: true },
    html`<h1>The sandbox is running</h1>
<p class="lead">It signs people in and issues tokens as Keycloak does, and bills as Lago does, at their addresses.</p>
${movedClock(page.clock)}
<h2 id="try">Try the login</h2>
<p><a href="${SIGN_IN_PATH}">Sign in as an application does</a>: the login page, a code, a token, and then your account. Or be one of these at once:</p>
${page.users.length === 0 ? html`<p class="hint">Nobody is here yet: <code>avb dev seed</code></p>` : peopleForm(page.users, { action: SIGN_IN_PATH })}
<h2 id="sessions">Signed in now</h2>
${page.sessions.length === 0 ? html`<p class="hint">nobody</p>` : html`<ul>${page.sessions.map(signedIn)}</ul>`}
${billingSection(page.billing, `${page.billingUrl}/api/v1`)}
<h2 id="addresses">Addresses</h2>
<dl class="facts">${addresses(page)}</dl>
<h2 id="clients">Clients</h2>
<dl class="facts">${page.clients.map(({ clientId, redirectUris }) => html`<dt><code>${clientId}</code></dt><dd>${redirectUris.length === 0 ? "no redirect URI" : redirectUris.map((uri) => html`<code>${uri}</code><br>`)}</dd>`)}</dl>
<h2 id="requests">Last requests</h2>
${page.requests.length === 0 ? html`<p class="hint">none yet</p>` : html`<ol>${page.requests.map(requested)}</ol>`}
<p class="hint">All requests: <code>avb dev logs --follow</code></p>
<p class="hint">One token: <code>avb dev token</code></p>
<p class="hint">Everything a person needs: <code>avb dev info</code></p>`,
  );

function movedClock({ nowMs, offsetMs }: SandboxTime): Html | undefined {
  const caution = clockCaution(offsetMs);
  return caution === undefined
    ? undefined
    : html`<p class="note" role="note">It is <time>${instantText(nowMs)}</time> here: ${caution}.</p>`;
}

function addresses({ baseUrl, realm, billingUrl }: HomePage): readonly Html[] {
  const issuer = `${baseUrl}/realms/${encodeURIComponent(realm)}`;
  const links = [
    ["Discovery", `${issuer}/.well-known/openid-configuration`],
    ["Signing keys", `${issuer}/protocol/openid-connect/certs`],
    ["Your account", `${issuer}/account`],
    ["Connect a device", `${issuer}/device`],
    ["Billing's health", `${billingUrl}/health`],
  ] as const;
  return [
    html`<dt>Issuer</dt><dd><code>${issuer}</code></dd>`,
    ...links.map(([name, address]) => html`<dt>${name}</dt><dd><a href="${address}">${address}</a></dd>`),
  ];
}

const signedIn = ({ username, clients }: HomePage["sessions"][number]): Html =>
  html`<li><strong>${username}</strong> ${clients.join(", ")}</li>`;

const requested = ({ time, on, method, path, status, user }: RequestEntry): Html =>
  html`<li><code>${time.slice(11, 19)}${on === "billing" ? " billing" : ""} ${method} ${path} ${status || "cut off"}</code> ${user}</li>`;
