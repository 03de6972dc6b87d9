import { type Html, html } from "./html.ts";

/** Something that could not be done, for the person in front of it and for the developer beside. */
export interface Problem {
  readonly realm: string;
  /** The OAuth error code, such as `invalid_request`, or a `Refusal` of the server's own. */
  readonly code: string;
  /** The server's own sentence about this request. */
  readonly detail?: string;
  readonly clientId?: string;
  /** The redirect URI of the request, where that is what was refused. */
  readonly redirectUri?: string;
  /** The redirect URIs that the client does have. */
  readonly registered?: readonly string[];
  /** What was asked for, such as `GET /nothing`. */
  readonly asked?: string;
  /** The address of the first page, where it is not this server's under the name that was used. */
  readonly home?: string;
}

/** What a problem page says: the fact in one sentence, and how to get on. */
export interface Advice {
  readonly title: string;
  readonly why: string;
  readonly todo: Html;
}

/** What to say of this problem; in general terms for a code that is not known. */
export const adviceOn = (problem: Problem): Advice =>
  (Object.hasOwn(ADVICE, problem.code) ? ADVICE[problem.code]?.(problem) : undefined) ?? other(problem);

const again = html`<p>Go back to the application and sign in again.</p>`;

const other = ({ detail }: Problem): Advice => ({
  title: "The sandbox could not handle this sign-in",
  why:
    detail === undefined ? "No OpenID Connect server may answer this request." : `The request was refused: ${detail}.`,
  todo: html`${again}
<p>If it happens again, read: <code>avb dev logs</code></p>`,
});

const expired = (): Advice => ({
  title: "This sign-in page is too old",
  why: "Its sign-in was finished, begun in another browser, left alone for half an hour, or the sandbox was restarted since.",
  todo: again,
});

const redirect = (problem: Problem): Advice => ({
  title: "The application asked to return to an address that is not registered",
  why: `People are sent back to registered addresses only, as in Keycloak, and ${problem.redirectUri || "an empty one"} is none of ${problem.clientId ?? "this application"}'s.`,
  todo: problem.redirectUri ? addressTodo(problem) : html`<p>Let the application send <code>redirect_uri</code>.</p>`,
});

const addressTodo = (problem: Problem): Html =>
  html`<p>If the application is right, add the address to <code>.devenvrc</code>:</p>
${configuration(problem)}
<p>then run: <code>avb dev seed</code></p>`;

/** The lines of `.devenvrc` that register this address; JSON's texts are YAML's too. */
const configuration = ({ clientId = "", redirectUri = "" }: Problem): Html =>
  html`<pre><code>clients:
  - id: ${/^[\w-]+$/.test(clientId) ? clientId : JSON.stringify(clientId)}
    redirectUris:
      - ${JSON.stringify(redirectUri)}</code></pre>`;

const unknownClient = (problem: Problem): Advice => ({
  title: "The sandbox does not know this application",
  why: problem.clientId
    ? `Realm ${problem.realm} has no client '${problem.clientId}'.`
    : "The request does not say which application it is (client_id).",
  todo: html`<p>Compare the application's client id with: <code>avb dev info</code></p>
${problem.clientId && problem.redirectUri ? html`<p>To have a client of that name, write into <code>.devenvrc</code>:</p>${configuration(problem)}<p>then run: <code>avb dev seed</code></p>` : undefined}`,
});

const ADVICE: Readonly<Record<string, (problem: Problem) => Advice>> = {
  session_not_found: expired,
  invalid_redirect_uri: redirect,
  invalid_client: unknownClient,
  unauthorized_client: () => ({
    title: "This application may not sign in this way",
    why: "The grant or response type of the request is not among those of the client.",
    todo: html`<p>Use the authorization code flow with PKCE (S256), or compare the client's grants with: <code>avb dev info</code></p>`,
  }),
  invalid_logout_redirect: (problem) => ({
    title: "The application asked to return to an address that is not registered",
    why: `After a logout people are sent back to registered addresses only, as in Keycloak, and ${problem.redirectUri} is none of ${problem.clientId ?? "this application"}'s. Nobody was signed out.`,
    todo: addressTodo(problem),
  }),
  invalid_logout: ({ detail }) => ({
    title: "The sandbox could not sign out",
    why: `The request was refused: ${detail}. Nobody was signed out.`,
    todo: html`<p>Let the application send <code>id_token_hint</code>, or <code>client_id</code> with a registered <code>post_logout_redirect_uri</code>.</p>
<p>To sign out here: <a href="/">the first page</a>, then your account.</p>`,
  }),
  unknown_realm: ({ realm, asked = "" }) => ({
    title: "There is no such realm",
    why: `The sandbox has one realm, ${realm}, and ${asked.split(" ").at(-1)} is not in it.`,
    todo: html`<p>Give the application this realm's name (<code>KEYCLOAK_REALM</code>), as <code>avb dev env</code> does.</p>`,
  }),
  unknown_path: ({ asked = "" }) => ({
    title: "There is nothing here",
    why: `The sandbox has no page or endpoint at ${asked.split(" ").at(-1)}.`,
    todo: html`<p>What there is stands on <a href="/">the first page</a> and, for programs, in the realm's discovery document.</p>`,
  }),
  wrong_method: ({ asked = "", detail }) => ({
    title: "This endpoint wants another method",
    why: `${asked} is not served; ${detail} is.`,
    todo: html`<p>Endpoints for programs, such as the one for tokens, cannot be opened in a browser. See <a href="/">the first page</a>.</p>`,
  }),
  unknown_user: () => ({
    title: "This person may not sign in",
    why: "Nobody of that name is in the realm, or the account is disabled.",
    todo: html`<p>Choose another one on <a href="/">the first page</a>.</p>`,
  }),
  unknown_invoice: ({ asked = "" }) => ({
    title: "There is no such invoice",
    why: `Billing has none at ${asked.split(" ").at(-1)}; a reset of the sandbox removes them all.`,
    todo: html`<p>Those that there are stand on <a href="/#billing">the first page</a>.</p>`,
  }),
  forbidden_host: ({ detail }) => ({
    title: "The sandbox does not answer under this name",
    why: "It answers under names of this machine alone, so that no web page elsewhere can reach it under a name it made up.",
    todo: html`<p>Use one of these: ${detail}</p>`,
  }),
  forbidden_origin: () => ({
    title: "This form was sent from another page",
    why: "What changes a session is taken from the sandbox's own pages only.",
    todo: html`<p>Open the page anew and try again.</p>`,
  }),
  unreadable: ({ detail }) => ({
    title: "The sandbox cannot read this request",
    why: `The request was refused: ${detail}.`,
    todo: again,
  }),
  failed: () => ({
    title: "The sandbox failed",
    why: "Something inside it went wrong; what you asked for was not done.",
    todo: html`<p>The log says what it was: <code>avb dev logs</code></p>
<p>If trying again does not help: <code>avb dev restart</code></p>`,
  }),
  server_error: (problem) => ADVICE.failed?.(problem) ?? other(problem),
};
