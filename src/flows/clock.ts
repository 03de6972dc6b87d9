import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import {
  type ClockMove,
  type ClockOrder,
  clockCaution,
  instantText,
  offsetAfter,
  offsetInWords,
  readClockOrder,
  type SandboxTime,
} from "../domain/sandbox-clock.ts";
import { changeStack } from "./change-stack.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";

/** What the sandbox's clock shows, and what moving it did; instants as `2027-01-31T10:00:00Z`. */
export interface ClockResult {
  readonly realTime: string;
  readonly sandboxTime: string;
  /** Seconds that the sandbox is ahead of the real time; negative behind it. */
  readonly offsetSeconds: number;
  readonly offset: string;
  readonly moved?: {
    /** What the sandbox's clock showed before. */
    readonly from: string;
    readonly invoicesFinalized: number;
    readonly webhooksQueued: number;
    readonly sessionsEnded: number;
  };
}

/** Shows or moves the sandbox's clock, as the words after `avb dev clock` say; SANDBOX_NOT_RUNNING (8) where no server keeps one. */
export async function clock(tools: RunTools, words: readonly string[]): Promise<ClockResult> {
  const order = readClockOrder(words);
  const { world, watch } = tools;
  const checkout = await openCheckout(world);
  requireSandbox("clock", await resolveStack(world, checkout));
  const result = await carriedOut(tools, checkout, order);
  const caution = clockCaution(result.offsetSeconds * 1000);
  if (caution !== undefined) watch.noted(caution);
  return result;
}

async function carriedOut(tools: RunTools, checkout: Checkout, order: ClockOrder): Promise<ClockResult> {
  if (order.do === "show") return shown(await (await runningSandbox(tools.world, checkout)).client.clock());
  // Without its step: whoever is told that this was cut off, and repeats it, must not move the clock a second time.
  return changeStack(tools, { checkout, command: "avb dev clock" }, async ({ world }) => {
    const { client } = await runningSandbox(world, checkout);
    const held = await client.clock();
    return told(held, await client.moveClock(offsetAfter(order, held)).catch(asTooLong));
  });
}

/** A server that is still at it does not answer anybody; what it does is kept whether or not somebody waits. */
function asTooLong(error: unknown): never {
  const { name } = Object(error);
  if (name !== "AbortError" && name !== "TimeoutError") throw error;
  const why = "; it may still be making invoices, and avb dev clock shows the new time once it is done";
  throw AvbError.of("SERVER_REFUSED", { status: "nothing yet", what: "moving its clock", why }, { cause: error });
}

const shown = ({ nowMs, offsetMs }: SandboxTime): ClockResult => ({
  realTime: instantText(nowMs - offsetMs),
  sandboxTime: instantText(nowMs),
  offsetSeconds: offsetMs / 1000,
  offset: offsetInWords(offsetMs),
});

const told = (held: SandboxTime, move: ClockMove): ClockResult => ({
  ...shown(move),
  moved: {
    from: instantText(held.nowMs),
    invoicesFinalized: move.invoices,
    webhooksQueued: move.webhooks,
    sessionsEnded: move.sessionsEnded,
  },
});
