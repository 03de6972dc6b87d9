import { AvbError } from "../domain/errors/avb-error.ts";
import type { IdentityDocument } from "../domain/identity.ts";
import { clockCaution } from "../domain/sandbox-clock.ts";
import type { TokenRequest } from "../domain/sandbox-protocol.ts";
import type { World } from "../domain/world.ts";
import { clockOffset } from "./clock-offset.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";

/** Whose token is made when nobody is named. */
export const DEFAULT_TOKEN_USER = "user@agentvoicebox.local";

/** What kind of token is wanted; names as a person writes them. */
export interface TokenOptions {
  readonly mode?: string;
  readonly user?: string;
  readonly client?: string;
  /** In place of the user's own roles. */
  readonly roles?: readonly string[];
  readonly tenant?: string;
  readonly ttlSeconds?: number;
  /** Told what a person should know beside it. */
  caution?(text: string): void;
}

/** A token and what it says. */
export interface TokenResult {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** One token made to order by the running sandbox; IDENTITY_UNKNOWN (2) for a name it does not have. */
export async function token(world: World, options: TokenOptions): Promise<TokenResult> {
  const overrides = options.mode === undefined ? {} : { mode: options.mode };
  const checkout = await openCheckout(world, overrides);
  requireSandbox("token", await resolveStack(world, checkout, overrides), "keycloak");
  const { client } = await runningSandbox(world, checkout);
  const { document } = await client.identities();
  const made = await client.makeToken(requestFor(document, options));
  const { header, claims } = await world.jwt.decode(made.access_token);
  const moved = clockCaution(await clockOffset(world, checkout));
  if (moved !== undefined) options.caution?.(moved);
  return { token: made.access_token, expiresInSeconds: made.expires_in, header, claims };
}

function requestFor(document: IdentityDocument, options: TokenOptions): TokenRequest {
  const { user, client, roles, tenant, ttlSeconds } = options;
  const username = user ?? (client === undefined ? DEFAULT_TOKEN_USER : undefined);
  return {
    ...(username === undefined ? {} : { username: userNamed(document, username) }),
    ...(client === undefined ? {} : { clientId: clientNamed(document, client) }),
    ...(roles === undefined ? {} : { roles: roles.map((role) => roleNamed(document, role)) }),
    ...(tenant === undefined ? {} : { tenant: tenantNamed(document, tenant) }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}

/** The whole username, or what stands before its @ where that is enough. */
function userNamed({ users }: IdentityDocument, name: string): string {
  const names = users.map(({ username }) => username);
  const short = names.filter((username) => username.startsWith(`${name}@`));
  if (names.includes(name)) return name;
  return short.length === 1 && short[0] !== undefined ? short[0] : unknown({ kind: "user", name, known: names });
}

function clientNamed({ clients }: IdentityDocument, name: string): string {
  const known = clients.map(({ clientId }) => clientId);
  return known.includes(name) ? name : unknown({ kind: "client", name, known });
}

function roleNamed({ roles }: IdentityDocument, name: string): string {
  const known = roles.map((role) => role.name);
  return known.includes(name) ? name : unknown({ kind: "role", name, known });
}

function tenantNamed({ tenants }: IdentityDocument, name: string): string {
  const found = tenants.find((tenant) => [tenant.id, tenant.name, tenant.group, tenant.group.slice(1)].includes(name));
  return found?.id ?? unknown({ kind: "tenant", name, known: tenants.map((tenant) => tenant.group.slice(1)) });
}

function unknown({ kind, name, known }: { kind: string; name: string; known: readonly string[] }): never {
  const facts = { kind, name, known: known.join(", "), flag: kind, example: known[0] ?? "" };
  throw AvbError.of("IDENTITY_UNKNOWN", facts);
}
