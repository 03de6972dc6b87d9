import type { RunTools } from "../domain/graph.ts";
import type { World } from "../domain/world.ts";
import { changeStack } from "./change-stack.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";

/** A published key: its public facts. */
export interface PublishedKey {
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
}

/** The keys that verify the sandbox's tokens; the first one signs. */
export interface KeysResult {
  readonly keys: readonly PublishedKey[];
}

/** What a rotation changed. */
export interface RotateResult {
  readonly kid: string;
  /** Stays published until the tokens it signed have expired. */
  readonly previous: string;
}

/** Lists the published keys. */
export async function listKeys(world: World): Promise<KeysResult> {
  const checkout = await openCheckout(world);
  requireSandbox("keys list", await resolveStack(world, checkout));
  const { client } = await runningSandbox(world, checkout);
  const { keys }: { keys: readonly Partial<PublishedKey>[] } = JSON.parse(await client.publishedKeys());
  return { keys: keys.map(({ kid = "", alg = "", use = "" }) => ({ kid, alg, use })) };
}

/** Makes a new signing key at once; tokens signed with the old one stay valid until they expire. */
export async function rotateKeys(tools: RunTools): Promise<RotateResult> {
  const { world } = tools;
  const checkout = await openCheckout(world);
  requireSandbox("keys rotate", await resolveStack(world, checkout));
  return changeStack(tools, { checkout, command: "avb dev keys rotate" }, async () => {
    const { client } = await runningSandbox(world, checkout);
    return client.rotateKeys();
  });
}
