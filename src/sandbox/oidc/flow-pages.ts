import { renderDeviceCodePage, renderDeviceConfirmPage, renderDeviceDonePage } from "../pages/device.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { readProviderForm } from "../pages/provider-form.ts";
import { type FlowProblem, problemAnswer } from "./problem-answer.ts";
import type { ProviderContext } from "./provider-context.ts";
import type { RealmParts } from "./realm.ts";

/** Sends a page as the provider's answer. */
function show(ctx: ProviderContext, page: string): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) ctx.set(name, value);
  ctx.body = page;
}

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

/** The three pages of the device flow. */
export const deviceFlow = (realm: RealmParts) => ({
  enabled: true,
  charset: "base-20" as const,
  mask: "****-****",
  userCodeInputSource: (ctx: ProviderContext, form: string, _out?: unknown, failure?: Error & { userCode?: string }) =>
    show(
      ctx,
      renderDeviceCodePage({
        realm: realm.name,
        form: readProviderForm(form),
        ...(failure?.userCode === undefined ? {} : { userCode: failure.userCode }),
        ...(failure === undefined ? {} : { error: deviceProblem(failure) }),
      }),
    ),
  userCodeConfirmSource: (
    ctx: ProviderContext,
    form: string,
    client: { readonly clientId: string; readonly clientName?: string | undefined },
    _device: unknown,
    userCode: string,
  ) =>
    show(
      ctx,
      renderDeviceConfirmPage({
        realm: realm.name,
        form: readProviderForm(form),
        clientName: client.clientName ?? client.clientId,
        userCode,
      }),
    ),
  successSource: (ctx: ProviderContext) =>
    show(
      ctx,
      renderDeviceDonePage({
        realm: realm.name,
        clientName: ctx.oidc.client?.clientName ?? ctx.oidc.client?.clientId ?? "The device",
      }),
    ),
});

const DEVICE_PROBLEMS: Readonly<Record<string, string>> = {
  NoCodeError: "Type the code that your device shows.",
  NotFoundError: "No device waits with this code. Compare it with the one on your device.",
  ExpiredError: "This code has expired. Start again on your device.",
  AlreadyUsedError: "This code was used already. Start again on your device.",
  AbortedError: "The sign-in was stopped. Start again on your device if that was not meant.",
};

const deviceProblem = (failure: Error): string =>
  DEVICE_PROBLEMS[failure.name] ?? "This code could not be used. Start again on your device.";
