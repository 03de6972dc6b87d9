import { MAX_TOKEN_SECONDS, type Principal } from "../domain/claims.ts";
import type { TokenRequest } from "../domain/sandbox-protocol.ts";
import { grantedScope } from "../domain/scopes.ts";
import type { RealmParts } from "./oidc/realm.ts";
import { principalOfService, principalOfUser } from "./principal.ts";
import { ACCESS_TOKEN_SECONDS } from "./tokens.ts";

/** The client whose tokens are made when an order names none. */
const DEFAULT_CLIENT = "agentvoicebox-backend";

/** An order that cannot be carried out, with the HTTP status that says so. */
export class TokenOrderRefused extends Error {
  readonly status: 400 | 404;

  constructor(status: 400 | 404, message: string) {
    super(message);
    this.name = "TokenOrderRefused";
    this.status = status;
  }
}

/** Makes the token that a developer ordered (a `TokenRequest` as JSON): a user's, or a client's own. It belongs to no login session. */
export async function orderToken(
  realm: RealmParts,
  body: string,
): Promise<{ readonly access_token: string; readonly expires_in: number }> {
  const order = parse(body);
  const client = realm.store.findClient({ clientId: order.clientId ?? DEFAULT_CLIENT });
  if (client === undefined)
    throw new TokenOrderRefused(404, `there is no client '${order.clientId ?? DEFAULT_CLIENT}'`);
  const principal = order.username === undefined ? principalOfService(client) : userPrincipal(realm, order.username);
  const scope = grantedScope(order.username === undefined ? undefined : "openid");
  const ttl = order.ttlSeconds ?? ACCESS_TOKEN_SECONDS;
  return {
    access_token: await realm.tokens.access(overridden(principal, order), { client, scope, ttl }),
    expires_in: ttl,
  };
}

function userPrincipal({ store }: RealmParts, username: string): Principal {
  const user = store.findUser({ username });
  if (user === undefined) throw new TokenOrderRefused(404, `there is no user '${username}'`);
  return principalOfUser(store, user);
}

const overridden = (principal: Principal, { roles, tenant }: TokenRequest): Principal => ({
  ...principal,
  ...(roles === undefined ? {} : { roles }),
  ...(tenant === undefined ? {} : { tenant }),
});

const isText = (value: unknown) => value === undefined || typeof value === "string";

const FIELDS: Readonly<Record<keyof TokenRequest, { fits(value: unknown): boolean; readonly form: string }>> = {
  username: { fits: isText, form: "a text" },
  clientId: { fits: isText, form: "a text" },
  tenant: { fits: isText, form: "a text" },
  roles: {
    fits: (value) => value === undefined || (Array.isArray(value) && value.every((role) => typeof role === "string")),
    form: "a list of texts",
  },
  ttlSeconds: { fits: isTtl, form: `a whole number from 1 to ${MAX_TOKEN_SECONDS}` },
};

function isTtl(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_TOKEN_SECONDS);
}

function parse(body: string): TokenRequest {
  const order = objectIn(body);
  for (const [name, { fits, form }] of Object.entries(FIELDS))
    if (!fits(order.get(name))) throw new TokenOrderRefused(400, `${name} must be ${form}`);
  // Every field was looked at just now.
  return Object.fromEntries(order) as TokenRequest;
}

function objectIn(body: string): ReadonlyMap<string, unknown> {
  try {
    return new Map(Object.entries(Object(JSON.parse(body === "" ? "{}" : body))));
  } catch {
    throw new TokenOrderRefused(400, "the body must be a JSON object");
  }
}
