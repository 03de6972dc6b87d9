import type { Checkout } from "../../domain/checkout.ts";
import type { HookName } from "../../domain/hook.ts";
import { isMapOf, isText, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";

/** Digests of the hooks that came to their end, by their moment. */
export type HookRecord = Readonly<Record<string, string>>;

const isHookRecord = isMapOf(isText);

/** What is known; a record that cannot be read knows nothing, and its hooks are run again. */
export const hookRecord = async (world: World, { state }: Checkout): Promise<HookRecord> =>
  readJson((await world.files.read(state.hooks)) ?? "{}", isHookRecord) ?? {};

/** Writes down that these are about to run: one that is cut off is run again by the next `up`. */
export async function forgetHooks(world: World, checkout: Checkout, names: readonly HookName[]): Promise<void> {
  const before = await hookRecord(world, checkout);
  const kept = Object.entries(before).filter(([name]) => !names.some((one) => one === name));
  if (kept.length < Object.keys(before).length) await write(world, checkout, Object.fromEntries(kept));
}

/** Writes down that a hook came to its end. */
export async function rememberHook(world: World, checkout: Checkout, [name, digest]: readonly [HookName, string]) {
  await write(world, checkout, { ...(await hookRecord(world, checkout)), [name]: digest });
}

const write = (world: World, { state }: Checkout, record: HookRecord): Promise<void> =>
  world.files.write(state.hooks, `${JSON.stringify(record, null, 2)}\n`);
