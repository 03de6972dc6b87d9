import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import type { Route } from "../http/router.ts";
import { wantsPage } from "../http/wants-page.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderProblemPage } from "../pages/problem.ts";
import { account } from "./account.ts";
import { authorize } from "./authorize.ts";
import { devicePage } from "./device-page.ts";
import { certificates, discovery, realmInfo } from "./discovery.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { mount } from "./mount.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";
import { cookieTestEnd, cookieTestStart, sessionStatus, statusFrame } from "./session-status.ts";
import { deviceAuthorization, token } from "./token-endpoint.ts";
import { introspect, revoke, userinfo } from "./token-state.ts";

type Answer = Promise<SandboxAnswer | undefined> | SandboxAnswer | undefined;
type Handle = (provider: Provider, realm: RealmParts, request: SandboxRequest) => Answer;

const PROTOCOL = "/protocol/openid-connect";
const passOn: Handle = (provider, realm, request) => mount(provider, realm, request);
const own =
  (handle: (realm: RealmParts, request: SandboxRequest) => Answer): Handle =>
  (_provider, realm, request) =>
    handle(realm, request);

/** The realm's addresses as Keycloak lays them out; a method list stands for one row each. */
const TABLE: readonly (readonly [methods: string, path: string, handle: Handle])[] = [
  ["GET", "", own(realmInfo)],
  ["GET", "/.well-known/openid-configuration", own(discovery)],
  ["GET", `${PROTOCOL}/certs`, own(certificates)],
  ["GET", `${PROTOCOL}/auth`, authorize],
  ["GET", `${PROTOCOL}/auth/:interaction`, passOn],
  ["POST", `${PROTOCOL}/auth/device`, deviceAuthorization],
  ["POST", `${PROTOCOL}/token`, token],
  ["POST", `${PROTOCOL}/token/introspect`, own(introspect)],
  ["GET POST", `${PROTOCOL}/userinfo`, own(userinfo)],
  ["POST", `${PROTOCOL}/revoke`, own(revoke)],
  ["GET POST", `${PROTOCOL}/logout`, logout],
  ["POST", `${PROTOCOL}/logout/confirm`, passOn],
  ["GET", `${PROTOCOL}/login-status-iframe.html`, own(statusFrame)],
  ["GET", `${PROTOCOL}/login-status-iframe.html/init`, sessionStatus],
  ["GET", `${PROTOCOL}/3p-cookies/step1.html`, own(cookieTestStart)],
  ["GET", `${PROTOCOL}/3p-cookies/step2.html`, own(cookieTestEnd)],
  ["GET POST", "/account", account],
  ["GET", "/device", devicePage],
  ["POST", "/device", passOn],
  ["GET", "/device/:interaction", passOn],
  ["GET POST", "/login-actions/authenticate", login],
  ["GET POST", "/login-actions/authenticate/:interaction", login],
];

/** The routes of one realm; the provider is asked for anew at each request, since a key rotation replaces it. */
export const realmRoutes = (realm: RealmParts, provider: () => Provider): readonly Route[] =>
  TABLE.flatMap(([methods, path, handle]) =>
    methods.split(" ").map(
      (method): Route => ({
        method,
        pattern: `/realms/:realm${path}`,
        handle: (request) =>
          request.params.realm === realm.name ? handle(provider(), realm, request) : unknownRealm(realm, request),
      }),
    ),
  );

function unknownRealm({ name }: RealmParts, { headers, method, path }: SandboxRequest): SandboxAnswer {
  if (!wantsPage(headers, "anywhere")) return { status: 404, body: { error: "Realm does not exist" } };
  const body = renderProblemPage({ realm: name, code: "unknown_realm", asked: `${method} ${path}` });
  return { status: 404, headers: PAGE_HEADERS, body };
}
