import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { noteUser } from "../http/request-log.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { type LoginUser, renderLoginPage } from "../pages/login.ts";
import { renderProblemPage } from "../pages/problem.ts";
import { userByPassword } from "../password.ts";
import { principalOfUser } from "../principal.ts";
import { clientWithId } from "./clients.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The login page and what it posts: a picked user, or a name with a password. */
export async function login(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
): Promise<SandboxAnswer | undefined> {
  const { req, res } = request.raw;
  const interaction = await provider.interactionDetails(req, res).catch(() => undefined);
  if (interaction === undefined) return expired(realm);
  if (request.method !== "POST") return shown(realm, interaction, request);
  const form = formOf(request);
  const user = chosenUser(realm, form);
  if (user === undefined || !user.enabled) {
    const username = form.get("username") ?? undefined;
    const error = user === undefined ? "Invalid username or password." : "This account is disabled.";
    return shown(realm, interaction, request, { error, ...(username === undefined ? {} : { username }) });
  }
  noteUser(res, user.username);
  await provider.interactionFinished(req, res, { login: { accountId: user.id, acr: "1" } });
  return undefined;
}

/** To pick a user is a sign-in too: it ends a lock. */
function chosenUser(realm: RealmParts, form: URLSearchParams): HeldUser | undefined {
  const picked = form.get("user");
  if (picked === null) return userByPassword(realm, form.get("username") ?? "", form.get("password") ?? "");
  const user = realm.store.findUser({ username: picked });
  if (user?.enabled) realm.lockout.succeeded(user.id);
  return user;
}

function shown(
  realm: RealmParts,
  interaction: Interaction,
  request: SandboxRequest,
  attempt: { readonly error?: string; readonly username?: string } = {},
): SandboxAnswer {
  const { client_id: clientId, login_hint: hint } = interaction.params;
  const client = clientWithId(realm, String(clientId));
  const body = renderLoginPage({
    realm: realm.name,
    clientName: client?.name || String(clientId),
    action: request.path,
    users: realm.store.users().flatMap((user) => (user.enabled ? [pickable(realm, user)] : [])),
    ...(typeof hint === "string" ? { username: hint } : {}),
    ...attempt,
  });
  return { status: 200, headers: PAGE_HEADERS, body };
}

function pickable({ store }: RealmParts, user: HeldUser): LoginUser {
  const { tenant } = principalOfUser(store, user);
  return {
    username: user.username,
    name: `${user.firstName} ${user.lastName}`.trim() || user.username,
    email: user.email,
    roles: user.roles,
    tenant: store.tenants().find(({ id }) => id === tenant)?.name ?? "",
  };
}

function expired(realm: RealmParts): SandboxAnswer {
  const body = renderProblemPage({
    realm: realm.name,
    code: "session_not_found",
    detail: "This sign-in is not under way.",
  });
  return { status: 400, headers: PAGE_HEADERS, body };
}
