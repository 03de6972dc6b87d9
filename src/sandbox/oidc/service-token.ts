import { grantedScope } from "../../domain/scopes.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { noteUser } from "../http/request-log.ts";
import { principalOfService } from "../principal.ts";
import { ACCESS_TOKEN_SECONDS } from "../tokens.ts";
import { clientProof } from "./client-proof.ts";
import type { RealmParts } from "./realm.ts";

/** The fields of a request that is answered here, each at most once; any other is the provider's to judge. */
const FIELDS = new Set(["grant_type", "client_id", "client_secret", "scope"]);

/**
 * Answers a client_credentials request in which there is nothing to refuse. The provider would answer the same, in twice the
 * time that the signature takes; undefined for every other request, which the provider then answers or refuses.
 */
export async function serviceToken(realm: RealmParts, request: SandboxRequest): Promise<SandboxAnswer | undefined> {
  const form = formOf(request);
  if (!isPlain(request, form)) return undefined;
  const proof = clientProof(realm, request);
  if (proof === undefined || !proof.proven || proof.client.public) return undefined;
  const { client } = proof;
  if (!client.grants.includes("client_credentials")) return undefined;
  const principal = principalOfService(client);
  noteUser(request.raw.res, principal.username);
  const scope = grantedScope(form.get("scope") ?? undefined);
  const body = {
    access_token: await realm.tokens.access(principal, { client, scope }),
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_expires_in: 0,
    token_type: "Bearer",
    "not-before-policy": 0,
    scope,
  };
  return { status: 200, headers: HEADERS, body };
}

const HEADERS = {
  "access-control-expose-headers": "WWW-Authenticate",
  "content-type": "application/json; charset=utf-8",
};

/** One grant, one way of showing the secret, and no page of another origin that asks. */
function isPlain({ headers }: SandboxRequest, form: URLSearchParams): boolean {
  const names = [...form.keys()];
  if (form.get("grant_type") !== "client_credentials" || headers.origin !== undefined) return false;
  if (new Set(names).size < names.length || names.some((name) => !FIELDS.has(name))) return false;
  const inForm = form.has("client_id") && form.has("client_secret");
  return headers.authorization === undefined ? inForm : !form.has("client_id") && !form.has("client_secret");
}
