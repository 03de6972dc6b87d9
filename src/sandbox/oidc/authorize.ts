import { grantedScope, unknownScopes } from "../../domain/scopes.ts";
import type { SandboxRequest } from "../http/exchange.ts";
import { mount, type Rewritten } from "./mount.ts";
import { type Provider, UNKNOWN_SCOPE } from "./provider.ts";
import type { RealmParts } from "./realm.ts";

/** Keycloak's prompts in the provider's words; nobody is asked for consent, so there is nothing to prompt for. */
const PROMPTS: Readonly<Record<string, string>> = { consent: "", select_account: "login", create: "login" };

/** Starts or answers a sign-in. */
export const authorize = (provider: Provider, realm: RealmParts, request: SandboxRequest): Promise<undefined> =>
  mount(provider, realm, request, rewritten(request.query));

/** Adds the scopes that every client has, and translates what only Keycloak understands. */
function rewritten(asked: URLSearchParams): Rewritten {
  const query = new URLSearchParams(asked);
  const scope = asked.get("scope") ?? undefined;
  query.set("scope", grantedScope(scope));
  query.delete(UNKNOWN_SCOPE);
  if (scope !== undefined && unknownScopes(scope).length > 0) query.set(UNKNOWN_SCOPE, scope);
  const prompt = (asked.get("prompt") ?? "")
    .split(" ")
    .map((word) => (Object.hasOwn(PROMPTS, word) ? PROMPTS[word] : word))
    .filter((word) => word !== "");
  if (prompt.length > 0) query.set("prompt", [...new Set(prompt)].join(" "));
  else query.delete("prompt");
  return { query };
}
