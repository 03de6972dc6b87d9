import { AvbError } from "../../domain/errors/avb-error.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { patiently } from "../../domain/retry.ts";
import type { World } from "../../domain/world.ts";

/** Who is read. */
export interface ReadFrom {
  /** The service as its title and its id, and its address for messages. */
  readonly service: string;
  readonly id: string;
  readonly url: string;
  readonly signal: AbortSignal;
  /** The longest wait before the second attempt (ms). */
  readonly firstMs?: number;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 150;

/** Reads a service, and tries again what may pass. SEED_NOT_READ (9) for what it refuses: that is never taken for empty. */
export function readPatiently<Result>(
  { clock, random }: Pick<World, "clock" | "random">,
  read: () => Promise<Result>,
  { service, id, url, signal, firstMs = FIRST_WAIT_MS }: ReadFrom,
): Promise<Result> {
  const passes = (error: unknown) => error instanceof ServiceRefusal && error.passes;
  return patiently(read, { clock, random, attempts: ATTEMPTS, firstMs, passes, signal }).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal)) throw error;
    throw AvbError.of("SEED_NOT_READ", { service, id, url, why: error.message }, { cause: error });
  });
}
