import type { StoreChange, StoreResult } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { atATime } from "../at-a-time.ts";

/** Secrets that are written at the same time. */
const AT_ONCE = 16;

/** What became of one change. */
export type Outcome = Pick<StoreResult, "outcome" | "version">;

/** How one change is written, and how the store's refusal of it is told. */
export interface EachWrite {
  write(change: StoreChange): Promise<Outcome>;
  told(cause: unknown, change: StoreChange): unknown;
}

/** Writes each on its own, the result of each in their order; one that is refused stops no other. */
export const writeEach = (
  changes: readonly StoreChange[],
  { write, told }: EachWrite,
): Promise<readonly StoreResult[]> =>
  atATime(changes, AT_ONCE, async (change): Promise<StoreResult> => {
    const { id } = change.credential;
    try {
      return { id, ...(await write(change)) };
    } catch (cause) {
      const error = told(cause, change);
      if (error instanceof AvbError) return { id, outcome: "failed", error };
      throw error;
    }
  });
