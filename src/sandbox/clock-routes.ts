import { type ClockMove, FARTHEST_YEARS, isOffset, type SandboxTime } from "../domain/sandbox-clock.ts";
import { isRecordOf, readJson } from "../domain/shape.ts";
import type { BillingApi } from "./billing/billing-listener.ts";
import type { SandboxAnswer, SandboxRequest } from "./http/exchange.ts";
import type { Lockout } from "./lockout.ts";
import type { ProviderStorage } from "./provider-storage.ts";
import type { SandboxClock } from "./sandbox-clock.ts";

/** Everything in the server that goes by its clock and has to follow when it is moved. */
export interface ClockFollowers {
  readonly clock: SandboxClock;
  readonly storage: Pick<ProviderStorage, "sessions" | "followClock">;
  readonly lockout: Pick<Lockout, "followClock">;
  readonly billing: Pick<BillingApi, "resume" | "catchUp">;
}

const isOrder = isRecordOf<Pick<SandboxTime, "offsetMs">>({ offsetMs: isOffset });

/** The two routes of the clock: what it shows, and moving it to an offset. */
export const clockHandlers = (followers: ClockFollowers) => ({
  show: (): SandboxAnswer => ({ status: 200, body: followers.clock.read() }),
  move: async ({ body }: SandboxRequest): Promise<SandboxAnswer> => {
    const order = readJson(body, isOrder);
    if (order === undefined) return REFUSED;
    return { status: 200, body: await moveClock(followers, order.offsetMs) };
  },
});

const REFUSED: SandboxAnswer = {
  status: 400,
  body: {
    error: "invalid_request",
    error_description: `offsetMs must be whole seconds in milliseconds, at most ${FARTHEST_YEARS} years of them`,
  },
};

/**
 * Moves the clock and lets everything follow: periods of billing that ended on the way are billed, sessions that are over or
 * not begun yet end. Where billing cannot be written the clock goes back, and nothing has happened.
 */
async function moveClock({ clock, storage, lockout, billing }: ClockFollowers, offsetMs: number): Promise<ClockMove> {
  const before = clock.read().offsetMs;
  const sessions = storage.sessions().length;
  await billing.resume();
  await clock.moveTo(offsetMs);
  const billed = await billing.catchUp().catch(async (error: unknown) => {
    await clock.moveTo(before);
    throw error;
  });
  storage.followClock();
  lockout.followClock();
  return { ...clock.read(), ...billed, sessionsEnded: sessions - storage.sessions().length };
}
