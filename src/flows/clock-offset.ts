import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { offsetIn } from "../domain/sandbox-clock.ts";
import type { World } from "../domain/world.ts";

/**
 * Milliseconds by which this checkout's sandbox is ahead of the machine's time: what its server goes by now, or would after a
 * start. 0 where it was not moved; CLOCK_UNREADABLE for a record that avb did not write.
 */
export async function clockOffset(world: World, { state }: Checkout): Promise<number> {
  const text = await world.files.read(state.clock);
  const offset = text === undefined ? 0 : offsetIn(text);
  if (offset !== undefined) return offset;
  throw AvbError.of("CLOCK_UNREADABLE", { path: state.clock });
}
