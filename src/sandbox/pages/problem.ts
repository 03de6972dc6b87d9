import { renderDocument } from "./document.ts";
import { type Html, html } from "./html.ts";

/** A failed sign-in, for the person in front of it and for the developer beside. */
export interface ProblemPage {
  readonly realm: string;
  /** The OAuth error code, such as `invalid_request`. */
  readonly code: string;
  /** The server's own sentence about this request. */
  readonly detail?: string;
  readonly clientId?: string;
  /** The redirect URI of the request, where that is what was refused. */
  readonly redirectUri?: string;
}

interface Advice {
  readonly title: string;
  readonly why: string;
  readonly todo: Html;
}

const EXPIRED: Advice = {
  title: "This sign-in page is too old",
  why: "The sign-in was finished, abandoned for too long, or the sandbox was restarted since.",
  todo: html`Go back to the application and sign in again.`,
};

const REDIRECT: Advice = {
  title: "The application asked to return to an address that is not registered",
  why: "The sandbox sends people back to registered addresses only, as Keycloak does.",
  todo: html`Add the address to <code>redirectUris</code> of this client under <code>clients</code> in <code>.devenvrc</code>, then run: <code>avb dev seed</code>`,
};

const CLIENT: Advice = {
  title: "The sandbox does not know this application",
  why: "The client id of the request is not among the realm's clients.",
  todo: html`Compare the application's client id with: <code>avb dev info keycloak</code>. A client of your own goes under <code>clients</code> in <code>.devenvrc</code>.`,
};

const OTHER: Advice = {
  title: "The sandbox could not handle this sign-in",
  why: "The request was not one that an OpenID Connect server may answer.",
  todo: html`Go back to the application and sign in again. If it happens again, read: <code>avb dev logs</code>`,
};

const ADVICE: Readonly<Record<string, Advice>> = {
  session_not_found: EXPIRED,
  SessionNotFound: EXPIRED,
  invalid_redirect_uri: REDIRECT,
  invalid_client: CLIENT,
  unauthorized_client: {
    title: "This application may not sign in this way",
    why: "The grant or response type of the request is not among those of the client.",
    todo: html`Use the authorization code flow with PKCE (S256), or compare the client's grants with: <code>avb dev info keycloak</code>`,
  },
};

/** Says what went wrong, why, and what to do about it. */
export function renderProblemPage(page: ProblemPage): string {
  const advice = Object.hasOwn(ADVICE, page.code) ? (ADVICE[page.code] ?? OTHER) : OTHER;
  const facts = [
    ["Code", page.code],
    ["Detail", page.detail],
    ["Client", page.clientId],
    ["Redirect URI", page.redirectUri],
  ] as const;
  const rows = facts.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [html`<dt>${name}</dt><dd><code>${value}</code></dd>`],
  );
  return renderDocument(
    { title: advice.title, realm: page.realm },
    html`<h1>${advice.title}</h1>
<p>${advice.why}</p>
<p><strong>What to do.</strong> ${advice.todo}</p>
<dl class="facts">${rows}</dl>`,
  );
}
