import { ADMIN_ROUTES } from "../../src/domain/sandbox-protocol.ts";
import { clock } from "../../src/flows/clock.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { clockHandlers } from "../../src/sandbox/clock-routes.ts";
import type { SandboxRequest } from "../../src/sandbox/http/exchange.ts";
import { createLockout } from "../../src/sandbox/lockout.ts";
import { ProviderStorage } from "../../src/sandbox/provider-storage.ts";
import { openSandboxClock } from "../../src/sandbox/sandbox-clock.ts";
import { lifecycleWorld } from "./lifecycle-world.ts";

/** A sandbox that runs in the fake world, with the server's own routes of the clock. */
export async function clockWorld() {
  const life = lifecycleWorld();
  await life.up();
  const { world } = life;
  const checkout = await openCheckout(world);
  const kept = await openSandboxClock(checkout.state.clock, world.files, () => world.nowMs);
  const followers = { clock: kept, storage: new ProviderStorage(kept.now), lockout: createLockout(kept.now) };
  const billing = { resume: async () => {}, catchUp: async () => ({ invoices: 2, webhooks: 5 }) };
  const handlers = clockHandlers({ ...followers, billing });
  const rest = world.servers.get("http://127.0.0.1:8080");
  world.servers.set("http://127.0.0.1:8080", async (request) => {
    if (request.url.pathname !== ADMIN_ROUTES.clock) return rest?.(request);
    const isMove = request.method === "POST";
    const answer = isMove ? await handlers.move({ body: request.body } as SandboxRequest) : handlers.show();
    return { status: answer.status, headers: {}, body: JSON.stringify(answer.body) };
  });
  return { ...life, checkout, moved: (...words: string[]) => clock(life.tools, words) };
}
