import type { ClockMove } from "../../src/domain/sandbox-clock.ts";
import type { TestSandbox } from "./sandbox.ts";

/** Lengths in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Moves a test sandbox's clock to this offset from the machine's time, by the route that avb's own command uses. */
export async function moveClock(sandbox: TestSandbox, offsetMs: number): Promise<ClockMove> {
  const answer = await sandbox.control("clock", { offsetMs });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as ClockMove;
}

/** Ends every login session by skipping their time, and goes back to the real one. */
export async function endAll(sandbox: TestSandbox): Promise<void> {
  await moveClock(sandbox, 30 * DAY_MS);
  await moveClock(sandbox, 0);
}
