import { renderDeviceCodePage, renderDeviceConfirmPage, renderDeviceDonePage } from "../pages/device.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderProblemPage } from "../pages/problem.ts";
import { readProviderForm } from "../pages/provider-form.ts";
import type { ProviderContext } from "./provider-context.ts";
import type { RealmParts } from "./realm.ts";

/** Sends a page as the provider's answer. */
function show(ctx: ProviderContext, page: string): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) ctx.set(name, value);
  ctx.body = page;
}

/** Shows a person why the provider refused a request that cannot be sent back to its application. */
export function renderProblem(
  realm: RealmParts,
  ctx: ProviderContext,
  out: { readonly error: string; readonly error_description?: string | undefined },
): void {
  const params: Readonly<Record<string, unknown>> = ctx.oidc.params ?? {};
  const text = (name: string) => (typeof params[name] === "string" ? { value: params[name] } : undefined);
  const clientId = text("client_id")?.value;
  const redirectUri = text("redirect_uri")?.value;
  const page = renderProblemPage({
    realm: realm.name,
    code: out.error,
    ...(out.error_description === undefined ? {} : { detail: out.error_description }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(redirectUri === undefined ? {} : { redirectUri }),
  });
  show(ctx, page);
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
