import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { GIVEN } from "./device-flow.ts";
import { mount } from "./mount.ts";
import type { Provider } from "./provider.ts";
import type { ProviderContext } from "./provider-context.ts";
import type { RealmParts } from "./realm.ts";

/** Shows the page that asks for a device's code; an address that has the code in it leads to the question whether it is the right one. */
export function devicePage(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
): Promise<SandboxAnswer | undefined> {
  const query = new URLSearchParams();
  const code = request.query.get("user_code");
  if (code !== null) query.set(GIVEN, code);
  return mount(provider, realm, request, { query });
}

/** Seconds that a device waits between its questions: Keycloak's default, which it names. */
const INTERVAL_SECONDS = 5;

/** Tells a device how long to wait between its questions, which the provider leaves to the standard's default. */
export function nameInterval(provider: Provider): void {
  provider.use<object, Pick<ProviderContext, "oidc">>(async (ctx, next) => {
    await next();
    const isAnswered = ctx.oidc?.route === "device_authorization" && ctx.status === 200;
    if (isAnswered) ctx.body = { ...Object(ctx.body), interval: INTERVAL_SECONDS };
  });
}
