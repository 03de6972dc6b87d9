import { grantedScope } from "../../domain/scopes.ts";
import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { isReadable, providerPrompts, type SentBack, sentBack } from "./authorize-rules.ts";
import { clientWithId } from "./clients.ts";
import { mount, type Rewritten } from "./mount.ts";
import { problemAnswer } from "./problem-answer.ts";
import { type Provider, SENT_BACK } from "./provider.ts";
import type { RealmParts } from "./realm.ts";

/** Starts or answers a sign-in. */
export async function authorize(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
): Promise<SandboxAnswer | undefined> {
  if (!isReadable(request.query))
    return problemAnswer(realm, request, { code: "invalid_request", detail: "max_age is no number" });
  const client = clientWithId(realm, request.query.get("client_id") ?? "");
  const refusal = sentBack(request.query, client?.public === true);
  return mount(
    provider,
    realm,
    request,
    refusal === undefined ? rewritten(request.query) : refused(request.query, refusal),
  );
}

/** Adds the scopes that every client has, and translates what only Keycloak understands. */
function rewritten(asked: URLSearchParams): Rewritten {
  const query = new URLSearchParams(asked);
  query.delete(SENT_BACK);
  query.set("scope", grantedScope(asked.get("scope") ?? undefined));
  const prompts = providerPrompts(asked);
  if (prompts.length > 0) query.set("prompt", prompts.join(" "));
  else query.delete("prompt");
  if (Number(asked.get("max_age")) < 0) query.delete("max_age");
  return { query };
}

/** What of a request decides where an error goes; the provider refuses it there when client and address are good. */
const KEPT = ["client_id", "redirect_uri", "state", "response_mode"];

function refused(asked: URLSearchParams, refusal: SentBack): Rewritten {
  const query = new URLSearchParams();
  for (const name of KEPT) if (asked.has(name)) query.set(name, asked.get(name) ?? "");
  if (refusal.description?.endsWith("response_mode")) query.delete("response_mode");
  query.set("response_type", "code");
  query.set("scope", "openid");
  query.set("code_challenge", "x".repeat(43));
  query.set("code_challenge_method", "S256");
  query.set(SENT_BACK, JSON.stringify(refusal));
  return { query };
}
