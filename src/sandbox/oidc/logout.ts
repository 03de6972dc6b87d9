import type { HeldClient } from "../../domain/sandbox-protocol.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderLoggedOutPage, renderLogoutPage } from "../pages/logout.ts";
import { clientProof, UNPROVEN } from "./client-proof.ts";
import { problemAnswer } from "./problem-answer.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";
import { redirectAllowed } from "./redirects.ts";

const INVALID_REDIRECT = "Invalid redirect uri";

/** A logout that was understood: whose, and where to go afterwards. */
interface Departure {
  readonly hintedSession: string | undefined;
  /** The person or a valid id_token_hint has agreed. */
  readonly agreed: boolean;
  readonly target: string | undefined;
}

/** OpenID Connect RP-initiated logout, and Keycloak's own way of ending a session by POSTing its refresh token. */
export async function logout(provider: Provider, realm: RealmParts, request: SandboxRequest): Promise<SandboxAnswer> {
  const params = new URLSearchParams([...request.query, ...formOf(request)]);
  const refreshToken = params.get("refresh_token");
  if (request.method === "POST" && refreshToken !== null) return byRefreshToken(realm, request, refreshToken);
  const departure = await understood(realm, params);
  if (typeof departure === "string") return problem(realm, request, { detail: departure, params });
  if (!departure.agreed && (await hasSession(provider, request))) return question(realm, request, params);
  if (departure.hintedSession !== undefined) realm.storage.endSessionOf(departure.hintedSession);
  await endBrowserSession(provider, realm, request);
  if (departure.target === undefined) return page(renderLoggedOutPage({ realm: realm.name }), 200);
  return { status: 302, headers: { location: departure.target } };
}

async function byRefreshToken(realm: RealmParts, request: SandboxRequest, token: string): Promise<SandboxAnswer> {
  const proof = clientProof(realm, request);
  if (proof === undefined) return UNPROVEN;
  const claims = await realm.tokens.verifyRefresh(token);
  if (claims === undefined || claims.azp !== proof.client.clientId)
    return { status: 400, body: { error: "invalid_grant", error_description: "Invalid refresh token" } };
  realm.storage.endSessionOf(String(claims.sid));
  return { status: 204 };
}

/** What the parameters ask for, or what is wrong with them. */
async function understood(realm: RealmParts, params: URLSearchParams): Promise<Departure | string> {
  const hint = params.get("id_token_hint");
  const claims = hint === null ? undefined : await realm.tokens.verifyIdHint(hint);
  if (hint !== null && claims === undefined) return "Invalid parameter: id_token_hint";
  const clientId = String(claims?.azp ?? params.get("client_id") ?? "");
  if ((params.get("client_id") ?? clientId) !== clientId) return "Invalid parameter: client_id";
  const target = params.get("post_logout_redirect_uri") ?? undefined;
  const wrong = wrongTarget(target, realm.store.findClient({ clientId }));
  if (wrong !== undefined) return wrong;
  return {
    agreed: claims !== undefined || params.get("logout") === "yes",
    hintedSession: claims === undefined ? undefined : String(claims.sid),
    target: withState(target, params.get("state")),
  };
}

function wrongTarget(target: string | undefined, client: HeldClient | undefined): string | undefined {
  if (target === undefined) return undefined;
  if (client === undefined) return "Missing parameters: id_token_hint";
  return leavesTo(client, target) ? undefined : INVALID_REDIRECT;
}

/** `+` among the post-logout addresses stands for all redirect URIs. */
function leavesTo({ postLogoutRedirectUris: own, redirectUris }: HeldClient, target: string): boolean {
  return redirectAllowed(own.includes("+") ? [...own, ...redirectUris] : own, target);
}

function withState(target: string | undefined, state: string | null): string | undefined {
  if (target === undefined || state === null) return target;
  const url = new URL(target);
  url.searchParams.set("state", state);
  return url.href;
}

async function hasSession(provider: Provider, { raw }: SandboxRequest): Promise<boolean> {
  const session = await provider.Session.get(provider.createContext(raw.req, raw.res));
  return session.accountId !== undefined;
}

/** Ends the session of the browser's cookie with everything issued under it, and takes the cookie back. */
async function endBrowserSession(provider: Provider, realm: RealmParts, { raw }: SandboxRequest): Promise<void> {
  const ctx = provider.createContext(raw.req, raw.res);
  const session = await provider.Session.get(ctx);
  for (const { grantId } of Object.values(session.authorizations ?? {}))
    if (grantId !== undefined) realm.storage.endSessionOf(grantId);
  await session.destroy();
  ctx.cookies.set(provider.cookieName("session"), null, { path: `/realms/${realm.name}/`, signed: true });
}

const page = (body: string, status: number): SandboxAnswer => ({ status, headers: PAGE_HEADERS, body });

function question(realm: RealmParts, request: SandboxRequest, params: URLSearchParams): SandboxAnswer {
  const fields = [...params].filter(([name]) => name !== "logout").map(([name, value]) => ({ name, value }));
  return page(renderLogoutPage({ realm: realm.name, form: { action: request.path, fields } }), 200);
}

function problem(
  realm: RealmParts,
  request: SandboxRequest,
  { detail, params }: { readonly detail: string; readonly params: URLSearchParams },
): SandboxAnswer {
  const redirectUri = params.get("post_logout_redirect_uri");
  const clientId = params.get("client_id");
  return problemAnswer(realm, request, {
    code: detail === INVALID_REDIRECT ? "invalid_logout_redirect" : "invalid_logout",
    detail,
    ...(clientId === null ? {} : { clientId }),
    ...(redirectUri === null ? {} : { redirectUri }),
  });
}
