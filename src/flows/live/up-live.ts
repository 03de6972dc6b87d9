import type { Checkout } from "../../domain/checkout.ts";
import type { ConfigOverrides } from "../../domain/config.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import type { LiveRun } from "./live-steps.ts";
import { type LiveSubject, observeLive, ownContainers, ownLabels } from "./observe-live.ts";
import { beginRun } from "./plan-live.ts";
import { keepStackRecord, type StackRecord, stackRecord, wishesBy } from "./stack-record.ts";

/** The containers that are there; the engine is asked only where the stack has some, or had. */
export async function containersFor(
  world: World,
  checkout: Checkout,
  stack: Stack,
): Promise<readonly EngineContainer[]> {
  const isNeeded = stack.running.size > 0 || (await world.files.read(checkout.state.containers)) !== undefined;
  return isNeeded ? ownContainers(world, checkout) : [];
}

/** Host ports that these containers hold now. */
export const portsHeld = (have: readonly EngineContainer[]): readonly number[] =>
  have.filter(({ life }) => life === "running").flatMap(({ ports }) => [...ports.values()]);

/** The same for those who only look: nothing where no start is written down, or the engine does not say. */
export async function portsOfContainers(world: World, checkout: Checkout): Promise<readonly number[]> {
  if ((await world.files.facts(checkout.state.containers)) === undefined) return [];
  try {
    return portsHeld(await world.containers.list(ownLabels(checkout), { timeoutMs: LIVE_MS.glance }));
  } catch (error) {
    if (error instanceof AvbError) return [];
    throw error;
  }
}

/** A run over the containers of a stack; undefined where there are none and none are wanted. */
export async function liveRun(world: World, checkout: Checkout, what: LiveSubject): Promise<LiveRun | undefined> {
  if (what.stack.running.size + what.have.length === 0) return undefined;
  return beginRun(checkout, await observeLive(world, checkout, what), what.patientUntilMs);
}

/** Writes down what was asked for before anything is started, and what was found usable after it, however that ends. */
export async function keepingRecord<Result>(
  world: World,
  checkout: Checkout,
  {
    run,
    asked,
    act,
  }: { readonly run: LiveRun | undefined; readonly asked: ConfigOverrides; readonly act: () => Promise<Result> },
): Promise<Result> {
  if (run === undefined) return act().finally(() => forgetStack(world, checkout));
  const { seen } = run;
  const before = await stackRecord(world, checkout);
  const prepare = seen.prepare ? {} : { prepare: false };
  const record = { ...recordOf(wishesBy(before, asked), seen.stack), ...prepare, usable: known(run, before) };
  await keepStackRecord(world, checkout, record);
  try {
    const result = await act();
    if (seen.stack.running.size === 0) await forgetStack(world, checkout);
    return result;
  } finally {
    const usable = { ...record.usable, ...Object.fromEntries(run.usable) };
    if (seen.stack.running.size > 0) await keepStackRecord(world, checkout, { ...record, usable });
  }
}

/** A stack without containers, there or wanted, has no record. */
async function forgetStack(world: World, { state }: Checkout): Promise<void> {
  if ((await world.files.facts(state.containers)) !== undefined) await world.files.remove(state.containers);
}

const recordOf = (asked: ConfigOverrides, { mode, standIns }: Stack): Omit<StackRecord, "usable"> => ({
  mode,
  with: asked.with ?? [],
  without: asked.without ?? [],
  ...(standIns === undefined ? {} : { standIns: [...standIns] }),
});

/** What was known before of services that still stand as they did. */
const known = ({ seen }: LiveRun, before: StackRecord | undefined): StackRecord["usable"] =>
  Object.fromEntries(
    Object.entries(before?.usable ?? {}).filter(([id]) => !seen.unusable.has(id) && seen.stack.running.has(id)),
  );
