import { printable } from "../../domain/printable.ts";
import type { Proof } from "../../domain/proof.ts";
import type { Clock } from "../../domain/world.ts";

const LONGEST_REASON = 300;

/** A claim that is to be tried: its id, its sentence, and the command that helps where it does not hold. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly fix: string;
}

/** Tries one claim: `act` answers what was seen in its place, or undefined where it holds; an error is what was seen too. */
export async function tried(about: Claim, act: () => Promise<string | undefined>): Promise<Proof> {
  const seen = await act().catch((error: unknown) => wordsOf(error));
  const { fix, ...rest } = about;
  return seen === undefined
    ? { ...rest, outcome: "held" }
    : { ...rest, outcome: "broken", said: printable(seen, LONGEST_REASON), fix };
}

/** A claim that was not tried, with the reason. */
export const untried = ({ id, claim }: Pick<Claim, "id" | "claim">, why: string): Proof => ({
  ...{ id, claim, outcome: "skipped", said: why },
});

/** What an error says, in one line. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A proof with how long it took. */
export async function timed(clock: Pick<Clock, "now">, prove: () => Promise<Proof>): Promise<Proof> {
  const began = clock.now();
  const proof = await prove();
  return { ...proof, ms: clock.now() - began };
}
