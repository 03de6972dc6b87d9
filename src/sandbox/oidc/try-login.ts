import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import { ACCOUNT_CLIENT } from "./clients.ts";
import { problemAnswer } from "./problem-answer.ts";
import type { RealmParts } from "./realm.ts";
import { cameFromHere, foreign } from "./same-page.ts";

/** The query parameter that takes a user who was picked on the first page through the sign-in. */
export const PICKED = "avb_picked";

/** What the pick is kept as, and for how many seconds. */
const MODEL = "Picked";
const PICK_SECONDS = 60;

/** Sends a browser through the whole code flow to the account page; the code that comes back is good for nothing, since its verifier is forgotten here. */
export function codeFlow({ issuer }: RealmParts, extra: Readonly<Record<string, string>> = {}): SandboxAnswer {
  const url = new URL(`${issuer}/protocol/openid-connect/auth`);
  url.search = new URLSearchParams({
    client_id: ACCOUNT_CLIENT,
    redirect_uri: `${issuer}/account`,
    response_type: "code",
    scope: "openid",
    code_challenge: createHash("sha256").update(randomBytes(32)).digest("base64url"),
    code_challenge_method: "S256",
    ...extra,
  }).toString();
  return { status: 303, headers: { location: url.href } };
}

/** The login page, whoever is signed in already. */
export const tryLogin = (realm: RealmParts): SandboxAnswer => codeFlow(realm, { prompt: "login" });

/** Signs in the user who was picked on the first page: the same flow, whose login page is answered for the person. */
export function signInAs(realm: RealmParts, request: SandboxRequest): SandboxAnswer {
  if (!cameFromHere(realm, request)) return foreign(realm, request);
  const user = realm.store.findUser({ username: formOf(request).get("user") ?? "" });
  if (!user?.enabled)
    return problemAnswer(realm, request, { code: "unknown_user", detail: "nobody of that name may sign in" });
  const id = randomUUID();
  realm.storage.put(MODEL, id, { accountId: user.id }, PICK_SECONDS);
  return codeFlow(realm, { prompt: "login", [PICKED]: id });
}

/** The user of a pick, which is good once. */
export function pickedUser({ storage, store }: RealmParts, id: unknown): HeldUser | undefined {
  if (typeof id !== "string") return undefined;
  const { accountId } = storage.find(MODEL, id) ?? {};
  storage.remove(MODEL, id);
  return accountId === undefined ? undefined : store.findUser({ id: accountId });
}
