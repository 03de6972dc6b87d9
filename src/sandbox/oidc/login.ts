import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { noteUser } from "../http/request-log.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderLoginPage } from "../pages/login.ts";
import { userByPassword } from "../password.ts";
import { clientWithId } from "./clients.ts";
import { pickableUsers } from "./pickable.ts";
import { problemAnswer } from "./problem-answer.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";
import { PICKED, pickedUser } from "./try-login.ts";

const EXPIRED = { code: "session_not_found", detail: "this sign-in is not under way" } as const;

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The login page and what it posts: a picked user, or a name with a password. */
export async function login(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
): Promise<SandboxAnswer | undefined> {
  const { req, res } = request.raw;
  const interaction = await provider.interactionDetails(req, res).catch(() => undefined);
  if (interaction === undefined) return problemAnswer(realm, request, EXPIRED);
  const picked = pickedUser(realm, interaction.params[PICKED]);
  if (picked?.enabled) return finished(provider, realm, { request, interaction, user: picked });
  if (request.method !== "POST") return shown(realm, interaction, request);
  const form = formOf(request);
  const user = chosenUser(realm, form);
  if (user === undefined || !user.enabled) {
    const username = form.get("username") ?? undefined;
    const error = user === undefined ? "Invalid username or password." : "This account is disabled.";
    return shown(realm, interaction, request, { error, ...(username === undefined ? {} : { username }) });
  }
  return finished(provider, realm, { request, interaction, user });
}

async function finished(
  provider: Provider,
  realm: RealmParts,
  done: { readonly request: SandboxRequest; readonly interaction: Interaction; readonly user: HeldUser },
): Promise<undefined> {
  const { request, interaction, user } = done;
  const { req, res } = request.raw;
  noteUser(res, user.username);
  realm.lockout.succeeded(user.id);
  await endOtherSession(realm, interaction, user);
  await provider.interactionFinished(req, res, { login: { accountId: user.id, acr: "1" } });
  return undefined;
}

/** A browser has one session: somebody else's ends, as by a logout, before the sign-in goes on without it. */
async function endOtherSession(realm: RealmParts, interaction: Interaction, user: HeldUser): Promise<void> {
  const { session, exp } = interaction;
  if (session?.accountId === undefined || session.accountId === user.id) return;
  if (session.uid !== undefined) realm.storage.endSessionOfAccount(session.accountId, session.uid);
  delete interaction.session;
  await interaction.save(exp - Math.floor(realm.now() / 1000));
}

/** To pick a user is a sign-in too: it ends a lock. */
function chosenUser(realm: RealmParts, form: URLSearchParams): HeldUser | undefined {
  const picked = form.get("user");
  if (picked !== null) return realm.store.findUser({ username: picked });
  return userByPassword(realm, form.get("username") ?? "", form.get("password") ?? "");
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
    users: pickableUsers(realm),
    ...(typeof hint === "string" ? { username: hint } : {}),
    ...attempt,
  });
  return { status: 200, headers: PAGE_HEADERS, body };
}
