import { AvbError } from "../domain/errors/avb-error.ts";
import type { IdentityDocument } from "../domain/identity.ts";
import type { TokenRequest } from "../domain/sandbox-protocol.ts";

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

/** What is asked for, with the whole names; `where` says who does not know a name. */
export function requestFor(document: IdentityDocument, where: string, options: TokenOptions): TokenRequest {
  const { user, client, roles, tenant, ttlSeconds } = options;
  const username = user ?? (client === undefined ? DEFAULT_TOKEN_USER : undefined);
  return {
    ...(username === undefined ? {} : { username: userNamed(document, where, username) }),
    ...(client === undefined ? {} : { clientId: clientNamed(document, where, client) }),
    ...(roles === undefined ? {} : { roles: roles.map((role) => roleNamed(document, where, role)) }),
    ...(tenant === undefined ? {} : { tenant: tenantNamed(document, where, tenant) }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}

/** The whole username, or what stands before its @ where that is enough. */
function userNamed({ users }: IdentityDocument, where: string, name: string): string {
  const names = users.map(({ username }) => username);
  const short = names.filter((username) => username.startsWith(`${name}@`));
  if (names.includes(name)) return name;
  return short.length === 1 && short[0] !== undefined ? short[0] : unknown({ where, kind: "user", name, known: names });
}

function clientNamed({ clients }: IdentityDocument, where: string, name: string): string {
  const known = clients.map(({ clientId }) => clientId);
  return known.includes(name) ? name : unknown({ where, kind: "client", name, known });
}

function roleNamed({ roles }: IdentityDocument, where: string, name: string): string {
  const known = roles.map((role) => role.name);
  return known.includes(name) ? name : unknown({ where, kind: "role", name, known });
}

function tenantNamed({ tenants }: IdentityDocument, where: string, name: string): string {
  const found = tenants.find((tenant) => [tenant.id, tenant.name, tenant.group, tenant.group.slice(1)].includes(name));
  return found?.id ?? unknown({ where, kind: "tenant", name, known: tenants.map((tenant) => tenant.group.slice(1)) });
}

function unknown({ where, kind, name, known }: Unknown): never {
  const facts = { where, kind, name, known: known.join(", "), flag: kind, example: known[0] ?? "" };
  throw AvbError.of("IDENTITY_UNKNOWN", facts);
}

interface Unknown {
  readonly where: string;
  readonly kind: string;
  readonly name: string;
  readonly known: readonly string[];
}
