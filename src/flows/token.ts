import { clockCaution } from "../domain/sandbox-clock.ts";
import type { World } from "../domain/world.ts";
import { clockOffset } from "./clock-offset.ts";
import { requireSandbox, requireStartable } from "./mode-verbs.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { requestFor, type TokenOptions, type TokenResult } from "./token-request.ts";

export { DEFAULT_TOKEN_USER } from "./token-request.ts";

/** One token: made to order by the running sandbox, or of the real Keycloak where that runs; IDENTITY_UNKNOWN (2) for a name that is not there. */
export async function token(world: World, options: TokenOptions): Promise<TokenResult> {
  const overrides = options.mode === undefined ? {} : { mode: options.mode };
  const checkout = await openCheckout(world, overrides);
  const stack = requireStartable("token", await resolveStack(world, checkout, overrides));
  if (stack.running.has("keycloak"))
    return (await import("./real-token.ts")).realToken(world, { checkout, stack }, options);
  requireSandbox("token", stack);
  const { client } = await runningSandbox(world, checkout);
  const { document } = await client.identities();
  const made = await client.makeToken(requestFor(document, "the sandbox", options));
  const { header, claims } = await world.jwt.decode(made.access_token);
  const moved = clockCaution(await clockOffset(world, checkout));
  if (moved !== undefined) options.caution?.(moved);
  return { token: made.access_token, expiresInSeconds: made.expires_in, header, claims };
}
