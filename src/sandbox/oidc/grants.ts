import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { grantedScope, KNOWN_SCOPES } from "../../domain/scopes.ts";
import { userByPassword } from "../password.ts";
import { oauthError, type Provider } from "./provider.ts";
import type { ProviderContext } from "./provider-context.ts";
import type { RealmParts } from "./realm.ts";

const ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";

/** Adds the grants that the provider does not have: a user's password, and the exchange of an access token (RFC 8693). */
export function addGrants(provider: Provider, realm: RealmParts): void {
  provider.registerGrantType("password", (ctx) => password(realm, ctx), ["username", "password", "scope"], []);
  provider.registerGrantType(
    "urn:ietf:params:oauth:grant-type:token-exchange",
    (ctx) => exchange(realm, ctx),
    ["subject_token", "subject_token_type", "requested_token_type", "audience", "scope"],
    ["audience"],
  );
}

async function password(realm: RealmParts, ctx: ProviderContext): Promise<void> {
  const { username, password: given } = textParams(ctx);
  if (username === undefined) throw oauthError(401, "invalid_request", "Missing parameter: username");
  const user = userByPassword(realm, username, given ?? "");
  if (user === undefined) throw oauthError(400, "invalid_grant", "Invalid user credentials");
  if (!user.enabled) throw oauthError(400, "invalid_grant", "Account disabled");
  await issue(ctx, user, { gty: "password", refresh: true });
}

async function exchange(realm: RealmParts, ctx: ProviderContext): Promise<void> {
  const params = textParams(ctx);
  if ((params.requested_token_type ?? ACCESS_TOKEN_TYPE) !== ACCESS_TOKEN_TYPE)
    throw oauthError(400, "invalid_request", "requested_token_type unsupported");
  if (params.subject_token_type === undefined)
    throw oauthError(400, "invalid_request", "Parameter 'subject_token_type' required for standard token exchange");
  const claims = await realm.tokens.verifyAccess(params.subject_token ?? "");
  if (claims === undefined) throw oauthError(400, "invalid_request", "Invalid token");
  const asker = ctx.oidc.client?.clientId ?? "";
  const meantFor = [claims.aud].flat();
  if (!meantFor.includes(asker)) throw oauthError(403, "access_denied", "Client is not within the token audience");
  const user = realm.store.findUser({ id: String(claims.sub) });
  if (user === undefined) throw oauthError(400, "invalid_request", "Invalid token");
  await issue(ctx, user, { gty: "token-exchange", refresh: false });
  ctx.body = { ...(typeof ctx.body === "object" ? ctx.body : {}), issued_token_type: ACCESS_TOKEN_TYPE };
}

/** Opens a login session without a browser and puts its tokens where the answer is made from. */
async function issue(ctx: ProviderContext, user: HeldUser, how: { gty: string; refresh: boolean }): Promise<void> {
  const { provider, client } = ctx.oidc;
  if (client === undefined) throw new Error("a grant was reached without a client");
  const grant = new provider.Grant({ accountId: user.id, clientId: client.clientId });
  grant.addOIDCScope(KNOWN_SCOPES.join(" "));
  const grantId = await grant.save();
  const scope = grantedScope(textParams(ctx).scope);
  const source = { accountId: user.id, client, grantId, gty: how.gty, scope };
  const access = new provider.AccessToken(source);
  ctx.oidc.entity("AccessToken", access);
  await access.save();
  if (how.refresh && client.grantTypeAllowed("refresh_token")) {
    const refresh = new provider.RefreshToken(source);
    ctx.oidc.entity("RefreshToken", refresh);
    await refresh.save();
  }
  ctx.body = {};
}

function textParams(ctx: ProviderContext): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(ctx.oidc.params ?? {});
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
