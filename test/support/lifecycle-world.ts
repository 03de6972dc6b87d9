import { readFileSync } from "node:fs";
import type { UpOptions } from "../../src/flows/up.ts";
import { up } from "../../src/flows/up.ts";
import { serveSandboxes } from "./fake-sandbox.ts";
import { fakeWorld } from "./fake-world.ts";
import { recordingWatch } from "./recording-watch.ts";

/** The identities that avb is shipped with, as their file has them. */
export const IDENTITIES = readFileSync(new URL("../../templates/keycloak/identities.json", import.meta.url), "utf8");

/** The metrics, plans, customers and subscriptions that avb is shipped with, as their file has them. */
export const BILLING = readFileSync(new URL("../../templates/lago/billing.json", import.meta.url), "utf8");

/** What `up` is asked for when nothing is said. */
export const UP: UpOptions = {
  version: "1.0.0",
  strict: false,
  forContainers: false,
  seed: true,
  reveal: false,
  timeoutMs: 600_000,
};

/** A fake world that can start sandbox servers, and `up` in it. */
export function lifecycleWorld() {
  const world = fakeWorld();
  world.files.put("/avb/templates/keycloak/identities.json", IDENTITIES);
  world.files.put("/avb/templates/lago/billing.json", BILLING);
  const sandboxes = serveSandboxes(world);
  const { watch, lines } = recordingWatch();
  const stop = new AbortController();
  const tools = { world, watch, signal: stop.signal };
  return {
    ...{ world, sandboxes, lines, stop, tools },
    up: (options: Partial<UpOptions> = {}) => up(tools, { ...UP, ...options }),
    steps: (result: { readonly plan: readonly { readonly id: string }[] }) => result.plan.map(({ id }) => id),
  };
}
