import type { Client } from "../../domain/identity.ts";
import { grantedScope } from "../../domain/scopes.ts";
import { originsOf } from "../http/guards.ts";
import { noteUser } from "../http/request-log.ts";
import { principalOfService, principalOfUser } from "../principal.ts";
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_SECONDS, type TokenOrder } from "../tokens.ts";
import type { Provider } from "./provider.ts";
import type { ProviderContext } from "./provider-context.ts";
import { secondsAhead } from "./provider-time.ts";
import type { RealmParts } from "./realm.ts";
import { NO_REFERENCE } from "./token-endpoint.ts";
import { keycloakRefusal, type ProviderRefusal } from "./token-errors.ts";

/** Gives the provider's token answers Keycloak's form: signed tokens in place of its references, its errors in Keycloak's words. */
export function dressTokenResponses(provider: Provider, realm: RealmParts): void {
  const refusals = new WeakMap<object, ProviderRefusal>();
  provider.on("grant.error", (ctx, error) => {
    refusals.set(ctx.req, {
      error: error.error,
      detail: error.error_detail ?? "",
      description: error.error_description ?? "",
      status: error.statusCode,
    });
  });
  provider.use<object, Pick<ProviderContext, "oidc">>(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route !== "token") return;
    closeToOthers(realm, ctx);
    const refusal = refusals.get(ctx.req);
    if (refusal === undefined) await dress(realm, ctx);
    else refuse(ctx, refusal);
  });
}

/** An origin may read what is meant for its own client only. */
function closeToOthers({ store }: RealmParts, ctx: ProviderContext): void {
  const client = store.findClient({ clientId: ctx.oidc.client?.clientId ?? "" });
  const origin = ctx.get("origin");
  if (origin !== "" && client !== undefined && !originsOf(client).includes(origin))
    ctx.remove("access-control-allow-origin");
}

function refuse(ctx: ProviderContext, refusal: ProviderRefusal): void {
  const params: Readonly<Record<string, unknown>> = ctx.oidc.params ?? {};
  const unsigned = params.refresh_token === NO_REFERENCE && refusal.error === "invalid_grant";
  const grantType = typeof params.grant_type === "string" ? params.grant_type : undefined;
  const said = keycloakRefusal(refusal, grantType, ctx.oidc.client?.clientAuthMethod === "none");
  ctx.status = said.status;
  ctx.body = { error: said.error, error_description: unsigned ? "Invalid refresh token" : said.description };
}

async function dress(realm: RealmParts, ctx: ProviderContext): Promise<void> {
  const { tokens, store } = realm;
  const { AccessToken, RefreshToken } = ctx.oidc.entities;
  const client = store.findClient({ clientId: ctx.oidc.client?.clientId ?? "" });
  if (client === undefined) return;
  const user = store.findUser({ id: AccessToken?.accountId ?? "" });
  const principal = user === undefined ? principalOfService(client) : principalOfUser(store, user);
  noteUser(ctx.res, principal.username);
  const order = orderOf(client, ctx.oidc.entities, secondsAhead(realm.now));
  const access = await tokens.access(principal, order);
  const wantsId = user !== undefined && order.scope.split(" ").includes("openid");
  ctx.body = {
    ...extrasOf(ctx.body),
    access_token: access,
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_expires_in: RefreshToken === undefined ? 0 : REFRESH_TOKEN_SECONDS,
    ...(RefreshToken === undefined ? {} : { refresh_token: await tokens.refresh(principal, order, RefreshToken.jti) }),
    token_type: "Bearer",
    ...(wantsId ? { id_token: await tokens.id(principal, order, access) } : {}),
    "not-before-policy": 0,
    ...(order.session === undefined ? {} : { session_state: order.session }),
    scope: order.scope,
  };
}

type Entities = ProviderContext["oidc"]["entities"];

/** What the provider's own tokens of this answer were issued for. */
function orderOf(
  client: Client,
  { AccessToken, ClientCredentials, RefreshToken, AuthorizationCode }: Entities,
  ahead: number,
): TokenOrder {
  const source = RefreshToken ?? AuthorizationCode;
  return {
    client,
    scope: grantedScope(AccessToken?.scope ?? ClientCredentials?.scope),
    ...(AccessToken?.grantId === undefined ? {} : { session: AccessToken.grantId }),
    ...(source?.authTime === undefined ? {} : { authTime: source.authTime + ahead }),
    ...(source?.acr === undefined ? {} : { acr: source.acr }),
    ...(source?.nonce === undefined ? {} : { nonce: source.nonce }),
  };
}

/** What a token exchange answers besides the token. */
const extrasOf = (body: unknown): { issued_token_type?: unknown } =>
  typeof body === "object" && body !== null && "issued_token_type" in body
    ? { issued_token_type: body.issued_token_type }
    : {};
