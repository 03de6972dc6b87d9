import { type FlowProblem, problemAnswer } from "./problem-answer.ts";
import type { ProviderContext } from "./provider-context.ts";
import type { RealmParts } from "./realm.ts";

/** What the provider says of a refused request. */
interface ProviderProblem {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** Shows why the provider refused a request that cannot be sent back to its application. */
export function renderProblem(realm: RealmParts, ctx: ProviderContext, out: ProviderProblem, error?: Error): void {
  const told = error?.name === "SessionNotFound" ? { ...out, error: "session_not_found" } : out;
  const { headers = {}, status, body } = problemAnswer(realm, ctx, flowProblem(ctx.oidc.params ?? {}, told));
  for (const [name, value] of Object.entries(headers)) ctx.set(name, String(value));
  ctx.status = status;
  ctx.body = body;
}

function flowProblem(
  params: Readonly<Record<string, unknown>>,
  { error, error_description: detail }: ProviderProblem,
): FlowProblem {
  const text = (name: string) => (typeof params[name] === "string" ? params[name] : undefined);
  const [clientId, redirectUri] = [text("client_id"), text("redirect_uri")];
  return {
    code: missingPart(error, { clientId, redirectUri }),
    ...(detail === undefined ? {} : { detail }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(redirectUri === undefined ? {} : { redirectUri }),
  };
}

/** A parameter that is left out is as good as one that nobody knows; nothing else of a valid redirect URI ends here. */
function missingPart(error: string, named: Record<"clientId" | "redirectUri", string | undefined>): string {
  if (error !== "invalid_request") return error;
  if (named.clientId === undefined) return "invalid_client";
  return named.redirectUri === undefined ? "invalid_redirect_uri" : error;
}
