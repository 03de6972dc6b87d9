import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { dormantNotes } from "../domain/dormant-keys.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import { LIFECYCLE_MS } from "../domain/lifecycle-facts.ts";
import { LIVE_MS, LIVE_UP_S } from "../domain/live/limits.ts";
import type { Plan } from "../domain/plan.ts";
import { clockCaution } from "../domain/sandbox-clock.ts";
import type { Stack } from "../domain/stack.ts";
import { requireTrust } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import type { MovedPort } from "./allocate-ports.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { clockOffset } from "./clock-offset.ts";
import { dryWorld } from "./dry-world.ts";
import { forgetHooks } from "./hooks/hook-record.ts";
import { hooksMs, neededTrust, planWithHooks } from "./hooks/up-hooks.ts";
import { chooseStandIns } from "./live/choose-stand-ins.ts";
import { keepingRecord } from "./live/up-live.ts";
import { lostPort } from "./lost-port.ts";
import { requireStartable } from "./mode-verbs.ts";
import { observeUp, type UpObservation, type UpWishes } from "./observe-up.ts";
import { openForUp } from "./open-for-up.ts";
import { resolveStack } from "./resolve-stack.ts";
import { keepInputs } from "./seeding/seed-record.ts";
import { tellStack } from "./tell-stack.ts";
import { sweepTornWrites } from "./torn-writes.ts";
import { withDeadline } from "./up-deadline.ts";
import { resultOf, type UpResult } from "./up-result.ts";

/** What `up` is asked for. */
export interface UpOptions extends ConfigOverrides, Omit<UpWishes, "patientUntilMs"> {
  /** Milliseconds; without it the usual time for what the stack runs. A service gets all of it where its own is shorter. */
  readonly timeoutMs?: number;
  /** False: images that are missing are an error, and not fetched. */
  readonly pull?: boolean;
  /** Run avb's stand-in for a service whose images cannot be had; as the stack that is there has it when nothing is said. */
  readonly allowStandIn?: boolean | undefined;
  /** Only these services and what they need, in the place of `with` and `without`. */
  readonly only?: readonly string[] | undefined;
  /** Start everything, and neither wait until it can be used nor do what comes after that. */
  readonly detach?: boolean | undefined;
  /** False: the hooks are left out. */
  readonly hooks?: boolean;
  /** Put the passwords of the test users into the result. */
  readonly reveal: boolean;
}

const ATTEMPTS = 3;
/** Somebody was quicker: the ports are to be looked at again. */
const LOST: readonly string[] = ["SERVER_PORT_TAKEN", "PORT_LOST"];
const RESUME = "avb dev up --mode sandbox";

/** Makes the sandbox usable: observes, plans and runs as the checkout's only writer. A usable one plans nothing. */
export async function up(tools: RunTools, asked: UpOptions): Promise<UpResult> {
  const { checkout, options } = await openForUp(tools.world, asked);
  requireTrust(checkout, neededTrust(options));
  const stack = await startable(tools.world, checkout, options);
  const command = `avb dev ${options.restart === undefined ? "up" : "restart"}`;
  for (const note of dormantNotes(checkout.loaded)) tools.watch.noted(note);
  const moved = clockCaution(await clockOffset(tools.world, checkout));
  if (moved !== undefined) tools.watch.noted(moved);
  return withDeadline(tools, options.timeoutMs ?? usualMs(stack) + hooksMs(checkout, options), (timed) =>
    changeStack(timed, { checkout, command, byPlan: true }, async (inside) => {
      await sweepTornWrites(inside.world, checkout);
      return attempt({ inside, checkout, stack, options, patience: patienceOf(tools.world, options) });
    }),
  );
}

/** What is to run, with stand-ins for what cannot be had. */
async function startable(world: World, checkout: Checkout, options: UpOptions): Promise<Stack> {
  const stack: Stack = requireStartable("up", await resolveStack(world, checkout, options));
  return chooseStandIns(world, checkout, { stack, wishes: options });
}

const patienceOf = ({ clock }: World, { timeoutMs }: UpOptions): Pick<UpWishes, "patientUntilMs"> =>
  timeoutMs === undefined ? {} : { patientUntilMs: clock.now() + timeoutMs - LIVE_MS.telling };

const usualMs = ({ running }: Stack): number => (running.size > 0 ? LIVE_UP_S * 1000 : LIFECYCLE_MS.up);

interface Attempt {
  readonly inside: RunTools;
  readonly checkout: Checkout;
  readonly stack: Stack;
  readonly options: UpOptions;
  readonly patience: Pick<UpWishes, "patientUntilMs">;
}

/** Somebody may take a port between the look at it and the server's bind: then everything is looked at again. */
async function attempt(what: Attempt, left = ATTEMPTS): Promise<UpResult> {
  const { inside, checkout, stack, options, patience } = what;
  const observed = await observeUp(inside.world, checkout, { stack, wishes: { ...options, ...patience } });
  for (const note of notesOn(observed)) inside.watch.noted(note);
  const { plan, begun, notAwaited } = await planWithHooks(inside.world, checkout, { observed, options });
  try {
    const act = async () => {
      await forgetHooks(inside.world, checkout, begun);
      const done = await runPlan(inside, plan, RESUME);
      await keepInputs(inside.world, checkout, observed.seeds?.open ?? []);
      return done;
    };
    const run = await keepingRecord(inside.world, checkout, { run: observed.live, asked: options, act });
    const told = { ...options, seed: options.seed && notAwaited.length === 0 };
    return {
      ...{ ...resultOf(observed, plan, run), notAwaited },
      ...(await tellStack(inside, checkout, observed.allocation.stack, told)),
    };
  } catch (error) {
    if (!(error instanceof AvbError) || !LOST.includes(error.code)) throw error;
    if (left <= 1) {
      const port = Number(error.facts.port);
      throw await lostPort(inside.world, { checkout, observed, port, resume: RESUME });
    }
    inside.watch.noted(`${error.message}; looking again`);
    return attempt(what, left - 1);
  }
}

/** What `up` would do now; nothing is written or started. */
export async function planUpOnly(
  tools: Pick<RunTools, "world"> & Partial<Pick<RunTools, "watch">>,
  asked: UpOptions,
): Promise<{ readonly plan: Plan; readonly result: UpResult }> {
  const world = dryWorld(tools.world);
  const { checkout, options } = await openForUp(world, asked);
  requireTrust(checkout, neededTrust(options));
  const stack = await startable(world, checkout, options);
  for (const note of dormantNotes(checkout.loaded)) tools.watch?.noted(note);
  const observed = await observeUp(world, checkout, { stack, wishes: options });
  const { plan, notAwaited } = await planWithHooks(world, checkout, { observed, options });
  return { plan, result: { ...resultOf(observed, plan, { timings: [], criticalChain: [], ms: 0 }), notAwaited } };
}

/** What a person should know of what was observed. */
const notesOn = (observed: UpObservation): readonly string[] => [
  ...observed.allocation.moved.map(saysMoved),
  ...(observed.live?.seen.cautions ?? []),
  ...blockedIn(observed).map(({ kind, key, why }) => `${kind} ${key} cannot be changed: ${why}`),
];

const blockedIn = ({ billing }: UpObservation) => billing?.verdicts.filter((verdict) => verdict.do === "blocked") ?? [];

const saysMoved = ({ service, from, to, because }: MovedPort): string =>
  `${service} moves from port ${from} to ${to}: ${from} is held by ${because}`;
