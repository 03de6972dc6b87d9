import type { StoreId } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { StoreTools } from "../store-tools.ts";

/** Tries, when others write the same secret at the same time. */
const ROUNDS = 20;
/** The longest pause after the first try (ms); it grows by as much with each further one. */
const STEP_MS = 50;

/** A secret that several write at once. */
export interface Contended {
  readonly store: StoreId;
  /** The secret's name in its store, for people. */
  readonly name: string;
  /** True for the store's word that somebody else has written since it was read. */
  isMoved(error: unknown): boolean;
}

/**
 * Does something again from its beginning for as long as others write between its reading and its writing; each try is told why
 * the one before it failed. STORE_CONTENDED (10) at last.
 */
export async function untilAlone<T>(
  { world: { clock, random } }: StoreTools,
  { store, name, isMoved }: Contended,
  act: (before: unknown) => Promise<T>,
): Promise<T> {
  let before: unknown;
  for (let round = 0; round < ROUNDS; round++) {
    try {
      return await act(before);
    } catch (error) {
      if (!isMoved(error)) throw error;
      before = error;
      await clock.sleep(Math.round(random.fraction() * STEP_MS * (round + 1)));
    }
  }
  throw AvbError.of("STORE_CONTENDED", { name, store, times: String(ROUNDS) });
}
