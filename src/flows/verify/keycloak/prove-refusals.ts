import type { User } from "../../../domain/identity.ts";
import type { Proof } from "../../../domain/proof.ts";
import { type Claim, tried } from "../claim.ts";
import { authorizePath, codeOf, locationOf, placeOf, redemption } from "./browser-login.ts";
import { BACKEND, byPassword, loggedIn, PORTAL, type ProvedRealm, redirectOf } from "./prove-users.ts";
import { authorizations, forged, forms } from "./refused-attempts.ts";
import type { Form } from "./sign-in-calls.ts";
import { verifiedClaims } from "./verified-user.ts";

const FIX = "avb dev seed keycloak";
const claim = (id: string, says: string): Claim => ({ id: `keycloak.refused.${id}`, claim: says, fix: FIX });

interface Tried {
  readonly realm: ProvedRealm;
  readonly user: User;
  readonly password: string;
  /** An access token of the user. */
  readonly token: string;
}

/** What must not work, whoever tries it. One after another: Keycloak takes logins of one user at the same time for guessing. */
export async function proveRefusals(realm: ProvedRealm): Promise<readonly Proof[]> {
  const { users } = realm.identities;
  const user = users.find(({ enabled, roles }) => enabled && roles.includes("viewer")) ?? users[0];
  if (user === undefined) return [];
  const client_secret = (await realm.clientSecret(BACKEND)).reveal();
  const password = (await realm.password(user)).reveal();
  const token = await loggedIn(realm, () => byPassword(realm, user)).catch(() => "");
  const attempts = [
    ...authorizations(realm).map((one) => ({ ...one, act: () => authorized(realm, one) })),
    ...forms({ client_id: BACKEND, client_secret }, { username: user.username, password }).map(({ form, ...one }) => ({
      ...{ ...one, act: () => granted(realm, form) },
    })),
    ...forged(token).map(({ text, ...one }) => ({ ...one, act: () => takenAs(realm, text) })),
    ...misused({ realm, user, password, token }),
  ];
  const proofs: Proof[] = [];
  for (const { id, says, act } of attempts) proofs.push(await tried(claim(id, says), act));
  return proofs;
}

async function authorized(
  { calls }: ProvedRealm,
  { form, redirects }: { readonly form: Form; readonly redirects: boolean },
): Promise<string | undefined> {
  const answer = await calls.ask(authorizePath(form));
  const back = locationOf(answer);
  if (answer.status === 200 && answer.body.includes("kc-form-login")) return "it showed the login page";
  if (/code=|access_token=/.test(back?.href ?? "")) return "it gave a code or a token";
  if (!redirects && back !== undefined) return "it sent the browser there with the error";
  return answer.status >= 400 || back?.href.includes("error=") === true ? undefined : placeOf(answer);
}

const granted = async ({ calls }: ProvedRealm, form: Form): Promise<string | undefined> =>
  (await calls.refusal(form)) === undefined ? "it gave a token" : undefined;

async function takenAs({ calls }: ProvedRealm, token: string): Promise<string | undefined> {
  const { status } = await calls.ask("/protocol/openid-connect/userinfo", bearer(token));
  return status === 401 || status === 403 ? undefined : `userinfo answered ${status}`;
}

/** What is genuine, in a place where it does not belong. */
const misused = ({ realm, user: { username }, password, token }: Tried) => {
  const { calls, world } = realm;
  return [
    {
      ...{ id: "wrong-verifier", says: "a code is worth nothing without its PKCE verifier" },
      act: async () => {
        const visitor = { clientId: PORTAL, redirectUri: redirectOf(realm), username, password };
        const code = await loggedIn(realm, () => codeOf(world, calls, visitor));
        return granted(realm, redemption(PORTAL, { ...code, verifier: world.random.token(256) }));
      },
    },
    {
      ...{ id: "other-audience", says: "a token is not for an audience that it does not name" },
      act: () => passes(verifiedClaims(world, calls, { token, audience: "somebody-else" })),
    },
    {
      ...{ id: "other-client", says: "a token of Keycloak's own admin-cli is not for the backend" },
      act: async () => {
        const form = { grant_type: "password", client_id: "admin-cli", username, password };
        const other = (await loggedIn(realm, () => calls.tokens(form))).access_token;
        return passes(verifiedClaims(world, calls, { token: other, audience: BACKEND }));
      },
    },
    {
      ...{ id: "user-is-no-admin", says: "a user's token opens nothing of the admin API" },
      act: async () => {
        const { status } = await calls.ask(calls.issuer.replace("/realms/", "/admin/realms/"), bearer(token));
        return status === 403 || status === 401 ? undefined : `it answered ${status}`;
      },
    },
  ];
};

const passes = (checked: Promise<unknown>): Promise<string | undefined> =>
  checked.then(
    () => "it was taken",
    () => undefined,
  );

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
