import { createHash, randomBytes } from "node:crypto";
import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { noteUser } from "../http/request-log.ts";
import { renderAccountPage } from "../pages/account.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderLoggedOutPage } from "../pages/logout.ts";
import { principalOfUser } from "../principal.ts";
import { ACCOUNT_CLIENT } from "./clients.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";

/** The account page of who is signed in in this browser; who is not signs in first. A post ends one session, or all. */
export async function account(provider: Provider, realm: RealmParts, request: SandboxRequest): Promise<SandboxAnswer> {
  const session = await provider.Session.get(provider.createContext(request.raw.req, request.raw.res));
  const user = realm.store.findUser({ id: session.accountId ?? "" });
  if (!user?.enabled) return signIn(realm);
  noteUser(request.raw.res, user.username);
  if (request.method === "GET") return shown(realm, user, session.uid);
  return cameFromHere(realm, request) ? ended(realm, request, { user, uid: session.uid }) : FOREIGN;
}

const FOREIGN: SandboxAnswer = { status: 403, body: { error: "forbidden_origin" } };

function ended(realm: RealmParts, request: SandboxRequest, who: { user: HeldUser; uid: string }): SandboxAnswer {
  const { user, uid } = who;
  const ending = formOf(request).get("session") ?? "";
  if (ending === "all") realm.storage.endSessionsOfAccount(user.id);
  else realm.storage.endSessionOfAccount(user.id, ending);
  const isOut = ending === "all" || ending === uid;
  return isOut ? signedOut(realm) : { status: 303, headers: { location: `${realm.issuer}/account` } };
}

const signedOut = ({ name }: RealmParts): SandboxAnswer => ({
  status: 200,
  headers: PAGE_HEADERS,
  body: renderLoggedOutPage({ realm: name }),
});

/** Cookies of localhost reach every port of it, so that a page of another one could post here too. */
const cameFromHere = ({ issuer }: RealmParts, { headers }: SandboxRequest): boolean =>
  headers.origin === undefined || headers.origin === new URL(issuer).origin;

/** Sends the person to sign in and back; the code that comes back is good for nothing, since its verifier is forgotten here. */
function signIn({ issuer }: RealmParts): SandboxAnswer {
  const url = new URL(`${issuer}/protocol/openid-connect/auth`);
  url.search = new URLSearchParams({
    client_id: ACCOUNT_CLIENT,
    redirect_uri: `${issuer}/account`,
    response_type: "code",
    scope: "openid",
    code_challenge: createHash("sha256").update(randomBytes(32)).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  return { status: 302, headers: { location: url.href } };
}

function shown(realm: RealmParts, user: HeldUser, uid: string): SandboxAnswer {
  const { roles, groups, tenant } = principalOfUser(realm.store, user);
  const body = renderAccountPage({
    realm: realm.name,
    action: `/realms/${realm.name}/account`,
    username: user.username,
    name: `${user.firstName} ${user.lastName}`.trim() || user.username,
    email: user.email,
    tenant: realm.store.tenants().find(({ id }) => id === tenant)?.name ?? tenant ?? "",
    ...{ roles, groups },
    sessions: realm.storage
      .sessions()
      .filter(({ accountId }) => accountId === user.id)
      .map(({ id, clients, sinceMs }) => ({
        ...{ id, clients, since: new Date(sinceMs).toISOString(), own: id === uid },
      })),
  });
  return { status: 200, headers: PAGE_HEADERS, body };
}
