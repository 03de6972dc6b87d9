import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { LagoRefusal } from "../domain/lago.ts";
import { PROOF_CLIENT } from "../domain/lifecycle-facts.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import { heard } from "../domain/told-error.ts";
import type { World } from "../domain/world.ts";
import { planCodes } from "../services/lago/api.ts";
import { clockOffset } from "./clock-offset.ts";
import { openLocalSecrets } from "./local-secrets.ts";
import { type SandboxClient, sandboxClient } from "./sandbox-client.ts";
import type { BillingSeed } from "./seed-billing.ts";

/**
 * Ready means usable: the backend's client gets a token with its own secret, and the token holds against the published keys, by
 * the sandbox's time where its clock is moved.
 * TOKEN_NOT_USABLE (8) says what did not.
 */
export async function proveToken(world: World, checkout: Checkout, instance: SandboxInstance): Promise<void> {
  const client = sandboxClient(world, instance);
  const secrets = await openLocalSecrets(world, checkout);
  const secret = secrets.get(`keycloak/${PROOF_CLIENT}`).reveal();
  try {
    const [token, keys, offsetMs] = await Promise.all([
      client.clientCredentials(PROOF_CLIENT, secret),
      client.publishedKeys(),
      clockOffset(world, checkout),
    ]);
    const atMs = world.clock.now() + offsetMs;
    await world.jwt.verify(token, keys, { issuer: issuerOf(instance), audience: PROOF_CLIENT, atMs });
  } catch (cause) {
    throw AvbError.of("TOKEN_NOT_USABLE", { why: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

/** What every token of this server says in `iss`. */
export const issuerOf = ({ baseUrl, realm }: SandboxInstance): string => `${baseUrl}/realms/${realm}`;

/** BILLING_NOT_USABLE (8) unless the billing API has the document's plans: an application could subscribe to them. */
export async function provePlans(billing: BillingSeed): Promise<void> {
  const { missing } = await seededPlans(billing);
  if (missing.length === 0) return;
  const why = `it lacks the plans ${missing.join(", ")}`;
  throw AvbError.of("BILLING_NOT_USABLE", { url: billing.url, why });
}

/** How many plans the billing API has, and which of the document's it lacks; BILLING_NOT_USABLE (8) where it does not tell. */
export async function seededPlans({ api, url, document }: BillingSeed): Promise<SeededPlans> {
  const codes = await planCodes(api).catch((cause: unknown) => {
    if (cause instanceof LagoRefusal && cause.told !== undefined) throw heard(cause.told);
    throw AvbError.of("BILLING_NOT_USABLE", { url, why: Object(cause).message }, { cause });
  });
  const wanted = document.plans.map(({ code }) => String(code));
  return { count: codes.length, missing: wanted.filter((code) => !codes.includes(code)) };
}

/** See `seededPlans`. */
export interface SeededPlans {
  readonly count: number;
  readonly missing: readonly string[];
}

/** BILLING_NOT_USABLE (8) unless the mock billing API says that it is well. */
export async function proveBilling(client: SandboxClient, { billingPort }: SandboxInstance): Promise<void> {
  const status = await client.billingHealth();
  if (status === 200) return;
  const why = status === undefined ? "no connection" : `it answered ${status}`;
  throw AvbError.of("BILLING_NOT_USABLE", { url: `http://localhost:${billingPort}`, why });
}
