import type { IdentityDocument, User } from "../../../domain/identity.ts";
import type { Proof } from "../../../domain/proof.ts";
import { patiently } from "../../../domain/retry.ts";
import type { Secret } from "../../../domain/secret.ts";
import { turns } from "../../../domain/turns.ts";
import type { World } from "../../../domain/world.ts";
import { tried, wordsOf } from "../claim.ts";
import { codeOf, redeem } from "./browser-login.ts";
import type { SignInCalls } from "./sign-in-calls.ts";
import { CLAIM_ROWS, type Claims, claimDifference, type ExpectedUser, verifiedClaims } from "./verified-user.ts";

/** The realm that is proved: its documents, and how it is called. */
export interface ProvedRealm {
  readonly world: World;
  readonly calls: SignInCalls;
  readonly identities: IdentityDocument;
  readonly lifeSeconds: number;
  /** Ids by username. */
  readonly ids: ReadonlyMap<string, string>;
  password(user: Pick<User, "username">): Promise<Secret>;
  clientSecret(clientId: string): Promise<Secret>;
}

/** What a user is proved through: the backend by password, the portal by code. */
export const BACKEND = "agentvoicebox-backend";
/** The public client. */
export const PORTAL = "portal-frontend";

const FIX = "avb dev seed keycloak";
/** Each login is a hash that takes the server a tenth of a second. */
const AT_ONCE = 2;

/** Every user signs in both ways, and each claim of both tokens is looked at. */
export async function proveUsers(realm: ProvedRealm): Promise<readonly Proof[]> {
  const turn = turns(AT_ONCE);
  const all = realm.identities.users.map((user) =>
    turn(() => (user.enabled ? proveUser(realm, user) : proveDisabled(realm, user))),
  );
  return (await Promise.all(all)).flat();
}

/** While Keycloak still writes down one login or failure of a user, it refuses the next: half of this is more than it takes. */
const LOCK_MS = 3000;

/** Logs in, and once more where it failed. */
export const loggedIn = <Result>(
  { world }: Pick<ProvedRealm, "world">,
  login: () => Promise<Result>,
): Promise<Result> =>
  patiently(login, {
    ...{ clock: world.clock, random: world.random, attempts: 2 },
    firstMs: LOCK_MS,
    passes: () => true,
  });

async function proveUser(realm: ProvedRealm, user: User): Promise<readonly Proof[]> {
  const id = `keycloak.${user.username}`;
  const { tenants } = realm.identities;
  const expected: ExpectedUser = {
    ...{ user, lifeSeconds: realm.lifeSeconds, sub: realm.ids.get(user.username.toLowerCase()) ?? "" },
    tenant: user.attributes.tenant_id?.[0] ?? tenants.find(({ group }) => user.groups.includes(group))?.id,
    audiences: [BACKEND, "agentvoicebox-api", "account"],
  };
  const seen: { readonly way: string; readonly claims: Claims }[] = [];
  const signIn = (way: string, act: () => Promise<string>) =>
    tried({ id: `${id}.${way}`, claim: `${user.username} signs in by ${WAYS[way]}`, fix: FIX }, async () => {
      const token = await act();
      seen.push({ way, claims: await verifiedClaims(realm.world, realm.calls, { token, audience: BACKEND }) });
      return undefined;
    });
  const logins = [
    await signIn("password", () => byPassword(realm, user)),
    // Only a password that was just right is given once more.
    await signIn("code", () => (seen.length > 0 ? loggedIn(realm, () => byCode(realm, user)) : byCode(realm, user))),
  ];
  const issuer = realm.calls.issuer;
  const differences = (difference: (claims: Claims) => string | undefined) => async () => {
    if (seen.length === 0) return "there is no token to look at";
    const found = seen.flatMap(({ way, claims }) => {
      const seenInstead = difference(claims);
      return seenInstead === undefined ? [] : [`by ${way}: ${seenInstead}`];
    });
    return found.length === 0 ? undefined : found.join("; ");
  };
  const about = (name: string, says: string) => ({ id: `${id}.${name}`, claim: `${user.username}: ${says}`, fix: FIX });
  const claims = CLAIM_ROWS.map((row) =>
    tried(
      about(row.id, row.says),
      differences((seenClaims) => claimDifference(row, seenClaims, { expected, issuer })),
    ),
  );
  const audience = tried(
    about("aud", `aud holds ${expected.audiences.join(", ")}`),
    differences(({ aud }) => {
      const missing = expected.audiences.filter((one) => ![aud].flat().includes(one));
      return missing.length === 0 ? undefined : `${missing.join(", ")} is missing`;
    }),
  );
  return [...logins, ...(await Promise.all([...claims, audience]))];
}

const WAYS: Readonly<Record<string, string>> = { password: "password", code: "authorization code with PKCE" };

/** An access token by the password grant of the backend. */
export async function byPassword(realm: ProvedRealm, user: Pick<User, "username">): Promise<string> {
  const [password, secret] = await Promise.all([realm.password(user), realm.clientSecret(BACKEND)]);
  const form = {
    ...{ grant_type: "password", scope: "openid", client_id: BACKEND, client_secret: secret.reveal() },
    ...{ username: user.username, password: password.reveal() },
  };
  return (await realm.calls.tokens(form)).access_token;
}

async function byCode(realm: ProvedRealm, user: User): Promise<string> {
  const visitor = {
    ...{ clientId: PORTAL, redirectUri: redirectOf(realm), username: user.username },
    password: (await realm.password(user)).reveal(),
  };
  return (await redeem(realm.calls, PORTAL, await codeOf(realm.world, realm.calls, visitor))).access_token;
}

/** An address of the portal to which a login may lead. */
export const redirectOf = ({ identities }: Pick<ProvedRealm, "identities">): string =>
  (identities.clients.find(({ clientId }) => clientId === PORTAL)?.redirectUris[0] ?? "").replace(/\*$/, "");

async function proveDisabled(realm: ProvedRealm, user: User): Promise<readonly Proof[]> {
  const about = { id: `keycloak.${user.username}.disabled`, claim: `${user.username} is disabled and cannot sign in` };
  const act = async () => {
    const token = await byPassword(realm, user).catch((error: unknown) => new Error(wordsOf(error)));
    return token instanceof Error ? undefined : "it gave a token";
  };
  return [await tried({ ...about, fix: FIX }, act)];
}
