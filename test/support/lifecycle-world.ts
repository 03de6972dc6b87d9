import { readdirSync, readFileSync, statSync } from "node:fs";
import type { UpOptions } from "../../src/flows/up.ts";
import { up } from "../../src/flows/up.ts";
import { serveSandboxes } from "./fake-sandbox.ts";
import { type FakeWorld, fakeWorld } from "./fake-world.ts";
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

const TEMPLATES = new URL("../../templates/", import.meta.url);

/** Every document that ships with avb, where the fake world's avb has it. */
export function putTemplates(world: FakeWorld): void {
  for (const name of readdirSync(TEMPLATES, { recursive: true, encoding: "utf8" })) {
    const file = new URL(name, TEMPLATES);
    if (statSync(file).isFile()) world.files.put(`/avb/templates/${name}`, readFileSync(file, "utf8"));
  }
}

/** A fake world that can start sandbox servers, and `up` in it. */
export function lifecycleWorld() {
  const world = fakeWorld();
  putTemplates(world);
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
