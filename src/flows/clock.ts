import type { Checkout } from "../domain/checkout.ts";
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
  const result = await carriedOut(tools, checkout, { order, command: ["avb dev clock", ...words].join(" ") });
  const caution = clockCaution(result.offsetSeconds * 1000);
  if (caution !== undefined) watch.noted(caution);
  return result;
}

async function carriedOut(
  tools: RunTools,
  checkout: Checkout,
  { order, command }: { readonly order: ClockOrder; readonly command: string },
): Promise<ClockResult> {
  if (order.do === "show") return shown(await (await runningSandbox(tools.world, checkout)).client.clock());
  return changeStack(tools, { checkout, command }, async ({ world }) => {
    const { client } = await runningSandbox(world, checkout);
    const held = await client.clock();
    return told(held, await client.moveClock(offsetAfter(order, held)));
  });
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
