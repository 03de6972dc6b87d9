import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { wantsPage } from "../http/wants-page.ts";
import type { Problem } from "../pages/advice.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderProblemPage } from "../pages/problem.ts";
import { clientWithId } from "./clients.ts";
import type { RealmParts } from "./realm.ts";

/** What went wrong in a sign-in or a logout, before anybody could be sent back to the application. */
export type FlowProblem = Pick<Problem, "code" | "detail" | "clientId" | "redirectUri">;

/** Keycloak's sentences for programs, recorded in test/contract/recorded/keycloak-browser.json. */
const WORDS: Readonly<Record<string, string>> = {
  invalid_client: "Client not found.",
  invalid_redirect_uri: "Invalid parameter: redirect_uri",
  session_not_found:
    "Restart login cookie not found. It may have expired; it may have been deleted or cookies are disabled in your browser. If cookies are disabled then enable them. Click Back to Application to login again.",
};

/** What is not worth a sentence of its own there. */
const OTHERWISE = "Invalid Request";

function wordsOf({ code, detail, clientId }: FlowProblem): string {
  if (code === "invalid_request" || (code === "invalid_client" && !clientId)) return OTHERWISE;
  return WORDS[code] ?? detail ?? OTHERWISE;
}

/** The problem as a page; as Keycloak's JSON for those who name no other kind. */
export function problemAnswer(
  realm: RealmParts,
  { headers }: Pick<SandboxRequest, "headers">,
  problem: FlowProblem,
): SandboxAnswer & { readonly body: string | object } {
  const status = problem.code === "server_error" ? 500 : 400;
  if (!wantsPage(headers, "sign-in")) return { status, body: { error: wordsOf(problem) } };
  const registered = clientWithId(realm, problem.clientId ?? "")?.redirectUris ?? [];
  const shown = problem.code === "invalid_redirect_uri" ? { registered } : {};
  return { status, headers: PAGE_HEADERS, body: renderProblemPage({ realm: realm.name, ...problem, ...shown }) };
}
