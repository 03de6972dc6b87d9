import { grantedScope, unknownScopes } from "../../domain/scopes.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { mount } from "./mount.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";
import { serviceToken } from "./service-token.ts";

/** Stands for a refresh token that was not signed here: no stored one is called like this. */
export const NO_REFERENCE = "not-signed-by-this-realm";

/** Grants whose scope the client chooses at the token endpoint. */
const SCOPED_GRANTS = new Set(["password", "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"]);

/** Answers a token request: the provider decides, Keycloak's habits are translated on the way in. */
export async function token(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
): Promise<SandboxAnswer | undefined> {
  const form = formOf(request);
  const asked = form.get("scope") ?? undefined;
  if (unknownScopes(asked).length > 0) return refusal("invalid_scope", `Invalid scopes: ${asked}`);
  const plain = await serviceToken(realm, request);
  if (plain !== undefined) return plain;
  scope(form);
  leaveOutSecretOfPublicClient(realm, form);
  await unwrapRefreshToken(realm, form);
  return mount(provider, realm, request, { form });
}

/** Starts a device authorization, which asks for scopes as a sign-in does. */
export function deviceAuthorization(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
): Promise<SandboxAnswer | undefined> {
  const form = formOf(request);
  form.set("scope", grantedScope(form.get("scope") ?? undefined));
  leaveOutSecretOfPublicClient(realm, form);
  return mount(provider, realm, request, { form });
}

const refusal = (error: string, description: string): SandboxAnswer => ({
  status: 400,
  body: { error, error_description: description },
});

function scope(form: URLSearchParams): void {
  const asked = form.get("scope") ?? undefined;
  if (SCOPED_GRANTS.has(form.get("grant_type") ?? "")) form.set("scope", grantedScope(asked));
  else if (asked === "") form.delete("scope");
}

/** Keycloak does not mind a secret that a public client sends; the provider would. */
function leaveOutSecretOfPublicClient({ store }: RealmParts, form: URLSearchParams): void {
  const client = store.findClient({ clientId: form.get("client_id") ?? "" });
  if (client?.public) form.delete("client_secret");
}

/** A refresh token is the provider's reference in a signature of ours. */
async function unwrapRefreshToken({ tokens }: RealmParts, form: URLSearchParams): Promise<void> {
  const sent = form.get("refresh_token");
  if (sent === null) return;
  const claims = await tokens.verifyRefresh(sent);
  form.set("refresh_token", claims === undefined ? NO_REFERENCE : String(claims.jti));
}
