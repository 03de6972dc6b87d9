import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { noteUser } from "../http/request-log.ts";
import { renderAccountPage } from "../pages/account.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderLoggedOutPage } from "../pages/logout.ts";
import { principalOfUser } from "../principal.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";
import { cameFromHere, foreign } from "./same-page.ts";
import { codeFlow } from "./try-login.ts";

/** The account page of who is signed in in this browser; who is not signs in first. A post ends one session, or all. */
export async function account(provider: Provider, realm: RealmParts, request: SandboxRequest): Promise<SandboxAnswer> {
  const session = await provider.Session.get(provider.createContext(request.raw.req, request.raw.res));
  const user = realm.store.findUser({ id: session.accountId ?? "" });
  if (!user?.enabled) return codeFlow(realm);
  noteUser(request.raw.res, user.username);
  if (request.method === "GET") return shown(realm, user, session.uid);
  return cameFromHere(realm, request) ? ended(realm, request, { user, uid: session.uid }) : foreign(realm, request);
}

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
