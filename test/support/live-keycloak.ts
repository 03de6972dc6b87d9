import { mkdirSync } from "node:fs";
import { nodeHost } from "../../src/adapters/host.ts";
import type { Checkout } from "../../src/domain/checkout.ts";
import type { KeycloakRealm } from "../../src/domain/keycloak.ts";
import type { SeedLook } from "../../src/domain/seeding.ts";
import type { Stack } from "../../src/domain/stack.ts";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { realmOf } from "../../src/flows/seeding/keycloak-place.ts";
import { keycloakSeeder } from "../../src/flows/seeding/seed-keycloak.ts";
import type { SeedSubject } from "../../src/flows/seeding/seeder.ts";
import { realWorld } from "../../src/real-world.ts";
import type { LiveStack } from "./live-stack.ts";

/** A real Keycloak with as little beside it as there can be. */
export const KEYCLOAK_ALONE = "mode: live\nwithout: [vault, opa, temporal, lago]\n";

/** The Keycloak of a live stack, spoken to from inside the test. */
export interface LiveKeycloak {
  readonly subject: SeedSubject;
  readonly realm: KeycloakRealm;
  readonly port: number;
  secret(name: string): Promise<string>;
  /** Opens the documents and looks; at another port where one is given. */
  look(port?: number): Promise<SeedLook>;
}

/** Opens it; the stack is up. */
export async function liveKeycloak(stack: LiveStack): Promise<LiveKeycloak> {
  const packageRoot = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
  const env = { ...stack.home.env, AVB_SLOT: stack.slot };
  const world = realWorld(packageRoot, { ...nodeHost(packageRoot), cwd: stack.root, env });
  const checkout: Checkout = await openCheckout(world);
  mkdirSync(checkout.state.directory, { recursive: true });
  const found: Stack = await resolveStack(world, checkout);
  const subject = { world, checkout, stack: found, secrets: await liveSecrets(world, checkout) };
  const port = found.ports.get("keycloak.http") ?? 0;
  return {
    ...{ subject, port, realm: await realmOf(subject, "agentvoicebox", new AbortController().signal) },
    secret: async (name) => (await subject.secrets.get(name)).reveal(),
    look: async (at = port) => {
      const ports = new Map([...found.ports, ["keycloak.http", at] as const]);
      const seeding = await keycloakSeeder.open({ ...subject, stack: { ...found, ports } as Stack });
      const { signal } = new AbortController();
      return seeding.look({ everything: true, prune: false, made: new Set(), ids: new Map(), signal });
    },
  };
}
