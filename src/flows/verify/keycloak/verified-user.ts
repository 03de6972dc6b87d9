import type { User } from "../../../domain/identity.ts";
import { normalForm } from "../../../domain/reconcile.ts";
import type { World } from "../../../domain/world.ts";
import type { SignInCalls } from "./sign-in-calls.ts";

/** The claims of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a user's token must say. */
export interface ExpectedUser {
  readonly user: User;
  /** The id that Keycloak has for the user. */
  readonly sub: string;
  readonly tenant: string | undefined;
  readonly lifeSeconds: number;
  /** Client ids that must be in `aud`. */
  readonly audiences: readonly string[];
}

/** One claim: its name in ids, its sentence, what is wanted, and what a token says. */
interface ClaimRow {
  readonly id: string;
  readonly says: string;
  want(expected: ExpectedUser, issuer: string): unknown;
  have(claims: Claims): unknown;
}

const named =
  (name: string) =>
  (claims: Claims): unknown =>
    claims[name];

/** Every claim that an application reads, one row each (facts 2.5). */
export const CLAIM_ROWS: readonly ClaimRow[] = [
  { id: "iss", says: "iss is the issuer", want: (_, issuer) => issuer, have: named("iss") },
  { id: "sub", says: "sub is the id that Keycloak has", want: ({ sub }) => sub, have: named("sub") },
  { id: "typ", says: "it is a bearer token", want: () => "Bearer", have: named("typ") },
  {
    ...{ id: "life", says: "it lives as long as the realm says" },
    want: ({ lifeSeconds }) => lifeSeconds,
    have: ({ exp, iat }) => Number(exp) - Number(iat),
  },
  { id: "tenant", says: "tenant_id is the tenant", want: ({ tenant }) => tenant, have: named("tenant_id") },
  {
    ...{ id: "realm-roles", says: "realm_access.roles are the roles" },
    want: ({ user }) => user.roles,
    have: ({ realm_access }) => Object(realm_access).roles,
  },
  { id: "roles", says: "roles are the roles", want: ({ user }) => user.roles, have: named("roles") },
  { id: "groups", says: "groups are the groups", want: ({ user }) => user.groups, have: named("groups") },
  {
    ...{ id: "username", says: "preferred_username is the name" },
    want: ({ user }) => user.username.toLowerCase(),
    have: named("preferred_username"),
  },
  { id: "email", says: "email is the address", want: ({ user }) => user.email.toLowerCase(), have: named("email") },
  {
    id: "email-verified",
    says: "email_verified holds",
    want: ({ user }) => user.emailVerified,
    have: named("email_verified"),
  },
  {
    id: "given-name",
    says: "given_name is the first name",
    want: ({ user }) => user.firstName,
    have: named("given_name"),
  },
  {
    id: "family-name",
    says: "family_name is the last name",
    want: ({ user }) => user.lastName,
    have: named("family_name"),
  },
];

/** How a claim differs; undefined where it is as wanted. Absent and empty are the same. */
export function claimDifference(
  { want, have }: ClaimRow,
  claims: Claims,
  { expected, issuer }: { readonly expected: ExpectedUser; readonly issuer: string },
): string | undefined {
  const [wanted, held] = [want(expected, issuer), have(claims)].map((value) =>
    value === undefined || value === "" || (Array.isArray(value) && value.length === 0) ? null : value,
  );
  return normalForm(wanted) === normalForm(held)
    ? undefined
    : `it is ${JSON.stringify(held)}, not ${JSON.stringify(wanted)}`;
}

/** The claims of a token whose signature holds against the published keys, for this audience; what is wrong otherwise is thrown. */
export async function verifiedClaims(
  { jwt }: Pick<World, "jwt">,
  calls: SignInCalls,
  { token, audience }: { readonly token: string; readonly audience: string },
): Promise<Claims> {
  const keys = await calls.ask("/protocol/openid-connect/certs");
  return jwt.verify(token, keys.body, { issuer: calls.issuer, audience });
}
