import { renderDeviceCodePage, renderDeviceConfirmPage, renderDeviceDonePage } from "../pages/device.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { type ProviderForm, readProviderForm } from "../pages/provider-form.ts";
import type { ProviderContext } from "./provider-context.ts";
import type { RealmParts } from "./realm.ts";

/** Sends a page as the provider's answer. */
function show(ctx: ProviderContext, page: string): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) ctx.set(name, value);
  ctx.body = page;
}

/** The query parameter in which a code that came with the address is kept from the provider, which would post it by a script. */
export const GIVEN = "given_code";

/** A refusal of the code that was typed. */
type Failure = Error & { readonly userCode?: string };

/** The three pages of the device flow. */
export const deviceFlow = (realm: RealmParts) => ({
  enabled: true,
  charset: "base-20" as const,
  mask: "****-****",
  userCodeInputSource: async (ctx: ProviderContext, form: string, _out?: unknown, failure?: Failure) => {
    const given = failure === undefined ? ctx.query[GIVEN] : undefined;
    const asked = { realm: realm.name, form: readProviderForm(form) };
    if (typeof given === "string") show(ctx, await givenCodePage(ctx, asked, given));
    else show(ctx, codePage(asked, failure?.userCode, failure));
  },
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

/** What every page of a code needs. */
interface Asked {
  readonly realm: string;
  readonly form: ProviderForm;
}

const codePage = (asked: Asked, userCode?: string, failure?: Error): string =>
  renderDeviceCodePage({
    ...asked,
    ...(userCode === undefined ? {} : { userCode }),
    ...(failure === undefined ? {} : { error: deviceProblem(failure) }),
  });

/** The question whether this is the device, for a code that some device waits with; else the page to type it, with what was given. */
async function givenCodePage(ctx: ProviderContext, { realm, form }: Asked, given: string): Promise<string> {
  const { DeviceCode, Client } = ctx.oidc.provider;
  const code = await DeviceCode.findByUserCode(given.toUpperCase().replace(/\W/g, ""));
  const client = code?.clientId === undefined || code.accountId ? undefined : await Client.find(code.clientId);
  if (client === undefined)
    return codePage({ realm, form }, given, Object.assign(new Error(), { name: "NotFoundError" }));
  const fields = [...form.fields, { name: "user_code", value: given }, { name: "confirm", value: "yes" }];
  const clientName = client.clientName ?? client.clientId;
  return renderDeviceConfirmPage({ realm, form: { ...form, fields }, clientName, userCode: given });
}

const DEVICE_PROBLEMS: Readonly<Record<string, string>> = {
  NoCodeError: "Type the code that your device shows.",
  NotFoundError: "No device waits with this code: it has expired, or is not the one on your device.",
  ExpiredError: "This code has expired. Start again on your device.",
  AlreadyUsedError: "This code was used already. Start again on your device.",
  InvalidRequest: "This page had grown old. Type the code again.",
  AbortedError: "The sign-in was stopped. Start again on your device if that was not meant.",
};

const deviceProblem = (failure: Error): string =>
  DEVICE_PROBLEMS[failure.name] ?? "This code could not be used. Start again on your device.";
