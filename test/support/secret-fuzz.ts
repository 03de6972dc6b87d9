import fc from "fast-check";
import { expect } from "vitest";
import { AvbError, AvbErrors } from "../../src/domain/errors/avb-error.ts";
import { goodFor } from "./credential-samples.ts";

/** Cases of each property: 250 in an ordinary run; under AVB_SOAK more than 50 000 for all together. */
const RUNS = process.env.AVB_SOAK === undefined ? 250 : 11_000;
/** The value that nothing may tell. */
export const CANARY = goodFor("openai-key");
const ALLOWED = [2, 3, 4, 8, 10, 14, 15];

/** What an act ends with: its result, or errors of the table that do not tell the canary. Anything else fails the property. */
export async function tamed<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    const problems = error instanceof AvbErrors ? error.problems : [error];
    for (const problem of problems) {
      if (!(problem instanceof AvbError)) throw error;
      const told = JSON.stringify([
        problem.message,
        problem.facts,
        problem.fixes,
        problem.detail,
        String(problem.stack),
      ]);
      expect(told.includes(CANARY), told).toBe(false);
      expect(ALLOWED).toContain(problem.exitCode);
    }
    return undefined;
  }
}

/** Holds a property against as many cases. */
export const check = (property: fc.IAsyncProperty<unknown>) =>
  fc.assert(property as fc.IAsyncProperty<[unknown]>, { numRuns: RUNS });
