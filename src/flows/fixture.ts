import type { World } from "../domain/world.ts";
import { djangoFixture } from "../services/postgres/django-fixture.ts";
import { openLinks, rowsNow } from "./django-links.ts";
import { liveSecrets } from "./live/live-secrets.ts";
import { requireStartable } from "./mode-verbs.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";

/** A Django fixture of the rows that link the application with the services. */
export interface FixtureResult {
  readonly fixture: readonly unknown[];
}

/** What of the checkout, and until when. */
export interface FixtureOptions {
  readonly mode?: string;
  readonly signal: AbortSignal;
}

/** Asks Keycloak and Lago, or what stands in for them, and writes nothing. SEED_NOT_READ (9) where one does not answer. */
export async function fixture(world: World, { mode, signal }: FixtureOptions): Promise<FixtureResult> {
  const overrides = mode === undefined ? {} : { mode };
  const checkout = await openCheckout(world, overrides);
  const stack = requireStartable("fixture", await resolveStack(world, checkout, overrides));
  const subject = { world, checkout, stack, secrets: await liveSecrets(world, checkout) };
  const links = await openLinks(subject);
  return { fixture: JSON.parse(djangoFixture(links.tables, await rowsNow(subject, links, signal))) };
}
