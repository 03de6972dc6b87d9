import type { Checkout } from "../domain/checkout.ts";
import type { RunTools } from "../domain/graph.ts";
import type { Stack } from "../domain/stack.ts";
import { addressesIn } from "./addresses.ts";
import { describeAccess } from "./describe-access.ts";
import { seedRecord } from "./seeding/seed-record.ts";
import type { UpResult } from "./up-result.ts";

const UNSEEDED = "Vault holds no values yet, since it was not seeded: avb dev seed";

/**
 * Who can sign in to a stack that was just started, and where its containers answer. Without seeds, what Vault does not have
 * is told as this checkout would seed it, and a note says how it gets there.
 */
export async function tellStack(
  { world, watch }: Pick<RunTools, "world" | "watch">,
  checkout: Checkout,
  stack: Stack,
  { seed, reveal }: { readonly seed: boolean; readonly reveal: boolean },
): Promise<Pick<UpResult, "users" | "addresses">> {
  const keepsValues = stack.mode === "live" && stack.running.has("vault");
  if (!seed && keepsValues && (await seedRecord(world, checkout)).vault === undefined) watch.noted(UNSEEDED);
  const { users } = await describeAccess(world, checkout, stack, { reveal, orLocal: !seed });
  return { users, addresses: await addressesIn(world, checkout, stack) };
}
