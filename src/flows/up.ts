import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { dormantNotes } from "../domain/dormant-keys.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { PlanRun, RunTools } from "../domain/graph.ts";
import type { Mode } from "../domain/modes.ts";
import { type Plan, type StepFacts, type StepTiming, stepFacts } from "../domain/plan.ts";
import { clockCaution } from "../domain/sandbox-clock.ts";
import type { Slot, Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { keycloak } from "../services/keycloak/index.ts";
import { lago } from "../services/lago/index.ts";
import { type MovedPort, portTaken } from "./allocate-ports.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { clockOffset } from "./clock-offset.ts";
import { describeAccess } from "./describe-access.ts";
import type { UserAccess } from "./describe-identities.ts";
import { dryWorld } from "./dry-world.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { observeUp, type UpObservation, type UpWishes } from "./observe-up.ts";
import { openCheckout } from "./open-checkout.ts";
import { planUp } from "./plan-up.ts";
import { portOwner } from "./port-owner.ts";
import { resolveStack } from "./resolve-stack.ts";
import { sweepTornWrites } from "./torn-writes.ts";
import { withDeadline } from "./up-deadline.ts";

/** What `up` is asked for. */
export interface UpOptions extends ConfigOverrides, UpWishes {
  readonly timeoutMs: number;
  /** Put the passwords of the test users into the result. */
  readonly reveal: boolean;
}

/** What `up` did, or with `planUpOnly` would do. */
export interface UpResult {
  readonly mode: Mode;
  readonly slot: Slot;
  readonly plan: readonly StepFacts[];
  readonly steps: readonly StepTiming[];
  readonly criticalChain: readonly string[];
  readonly ms: number;
  readonly moved: readonly MovedPort[];
  readonly users: readonly UserAccess[];
  readonly urls: { readonly identity: string; readonly issuer: string; readonly billing: string };
}

const ATTEMPTS = 3;
const RESUME = "avb dev up --mode sandbox";

/** Makes the sandbox usable: observes, plans and runs as the checkout's only writer. A usable one plans nothing. */
export async function up(tools: RunTools, options: UpOptions): Promise<UpResult> {
  const checkout = await openCheckout(tools.world, options);
  const stack = requireSandbox("up", await resolveStack(tools.world, checkout, options));
  const command = `avb dev ${options.restart === undefined ? "up" : "restart"}`;
  for (const note of dormantNotes(checkout.loaded, command)) tools.watch.noted(note);
  const moved = clockCaution(await clockOffset(tools.world, checkout));
  if (moved !== undefined) tools.watch.noted(moved);
  return withDeadline(tools, options.timeoutMs, (timed) =>
    changeStack(timed, { checkout, command }, async (inside) => {
      await sweepTornWrites(inside.world, checkout);
      return attempt({ inside, checkout, stack, options });
    }),
  );
}

interface Attempt {
  readonly inside: RunTools;
  readonly checkout: Checkout;
  readonly stack: Stack;
  readonly options: UpOptions;
}

/** Somebody may take a port between the look at it and the server's bind: then everything is looked at again. */
async function attempt(what: Attempt, left = ATTEMPTS): Promise<UpResult> {
  const { inside, checkout, stack, options } = what;
  const observed = await observeUp(inside.world, checkout, { stack, wishes: options });
  for (const move of observed.allocation.moved) inside.watch.noted(saysMoved(move));
  for (const { kind, key, why } of blockedIn(observed)) inside.watch.noted(`${kind} ${key} cannot be changed: ${why}`);
  const plan = planUp(checkout, observed, options);
  try {
    const run = await runPlan(inside, plan, RESUME);
    const { users } = await describeAccess(inside.world, checkout, observed.allocation.stack, options);
    return { ...resultOf(observed, plan, run), users };
  } catch (error) {
    if (!(error instanceof AvbError) || error.code !== "SERVER_PORT_TAKEN") throw error;
    if (left <= 1) throw await namingHolder(inside.world, observed, Number(error.facts.port));
    inside.watch.noted(`${error.message}; looking again`);
    return attempt(what, left - 1);
  }
}

async function namingHolder(world: World, { wishes }: UpObservation, port: number): Promise<AvbError> {
  const service = port === wishes.billingPort ? lago : keycloak;
  const owner = await portOwner(world, port);
  return portTaken(world, { service, wanted: port }, { state: "taken", owner }, RESUME);
}

/** What `up` would do now; nothing is written or started. */
export async function planUpOnly(
  tools: Pick<RunTools, "world"> & Partial<Pick<RunTools, "watch">>,
  options: UpOptions,
): Promise<{ readonly plan: Plan; readonly result: UpResult }> {
  const world = dryWorld(tools.world);
  const checkout = await openCheckout(world, options);
  const stack: Stack = requireSandbox("up", await resolveStack(world, checkout, options));
  for (const note of dormantNotes(checkout.loaded, "avb dev up")) tools.watch?.noted(note);
  const observed = await observeUp(world, checkout, { stack, wishes: options });
  const plan = planUp(checkout, observed, options);
  return { plan, result: resultOf(observed, plan, { timings: [], criticalChain: [], ms: 0 }) };
}

function resultOf(
  { allocation, wishes }: UpObservation,
  plan: Plan,
  run: Pick<PlanRun, "timings" | "criticalChain" | "ms">,
): UpResult {
  const identity = `http://localhost:${wishes.identityPort}`;
  return {
    mode: allocation.stack.mode,
    slot: allocation.stack.slot,
    plan: stepFacts(plan),
    steps: run.timings,
    criticalChain: run.criticalChain,
    ms: run.ms,
    moved: allocation.moved,
    users: [],
    urls: { identity, issuer: `${identity}/realms/agentvoicebox`, billing: `http://localhost:${wishes.billingPort}` },
  };
}

const blockedIn = ({ billing }: UpObservation) => billing?.verdicts.filter((verdict) => verdict.do === "blocked") ?? [];

const saysMoved = ({ service, from, to, because }: MovedPort): string =>
  `${service} moves from port ${from} to ${to}: ${from} is held by ${because}`;
