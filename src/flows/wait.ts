import { AvbError } from "../domain/errors/avb-error.ts";
import { GOOD_LOOKS } from "../domain/live/limits.ts";
import type { ServiceState, StatusResult } from "../domain/status.ts";
import type { World } from "../domain/world.ts";
import { interrupted } from "./change-stack.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { requireInStack } from "./service-in-stack.ts";
import { status } from "./status.ts";

/** How far a service must have come: it runs, or it can be used. */
export const WAIT_STATES = ["usable", "started"] as const;

/** One of the two. */
export type WaitState = (typeof WAIT_STATES)[number];

/** What is waited for. */
export interface WaitRequest {
  /** All that the stack runs when empty. */
  readonly services: readonly string[];
  readonly state: WaitState;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told what is still missing, each time that it changes. */
  readonly missing: (what: string) => void;
}

/** What has come so far, and after how long. */
export interface WaitResult {
  readonly services: readonly string[];
  readonly state: WaitState;
  readonly ms: number;
}

const EVERY_MS = 300;

/**
 * Waits until services run or can be used, whoever starts them; starts and changes nothing. A container counts as usable
 * after good looks in a row from one and the same start (F2). WAIT_TIMEOUT (8) names what has not come so far and why.
 */
export async function wait(world: World, request: WaitRequest): Promise<WaitResult> {
  const { services, state, timeoutMs, signal } = request;
  await requireThem(world, services);
  const began = world.clock.now();
  let look: Look = { wanted: [], left: "", good: 0, standing: "" };
  for (;;) {
    const before = look;
    look = lookAt(await status(world), request, before);
    const ms = world.clock.now() - began;
    if (look.good >= looksFor(look.wanted, state))
      return { services: look.wanted.map(({ service }) => service), state, ms };
    if (look.left !== before.left && look.left !== "") request.missing(look.left);
    if (ms > timeoutMs) throw tooLate(request, look.left);
    await world.clock.sleep(EVERY_MS, signal).catch(() => undefined);
    if (signal.aborted) throw interrupted(signal, "nothing was changed", "avb dev wait");
  }
}

/** What was seen, and how many looks in a row were good by then. */
interface Look {
  readonly wanted: readonly ServiceState[];
  readonly left: string;
  readonly good: number;
  readonly standing: string;
}

function lookAt(seen: StatusResult, { services, state }: WaitRequest, before: Look): Look {
  const wanted = chosen(seen, services);
  const left = wanted.flatMap((one) => whyNot(one, state) ?? []).join("; ");
  const stands = standing(wanted);
  const isGood = wanted.length > 0 && left === "";
  return { wanted, left, standing: stands, good: isGood ? (stands === before.standing ? before.good + 1 : 1) : 0 };
}

async function requireThem(world: World, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const stack = await resolveStack(world, await openCheckout(world));
  for (const name of names) requireInStack(name, "avb dev wait", stack);
}

/** The services asked for, or all that something should run for. */
const chosen = ({ services }: StatusResult, names: readonly string[]): readonly ServiceState[] =>
  services.filter((one) =>
    names.length > 0 ? names.includes(one.service) : one.usable !== undefined || one.runs !== "nothing",
  );

const hasContainer = ({ containers = [] }: ServiceState): boolean => containers.length > 0;

/** The server proves itself in one look. */
const looksFor = (wanted: readonly ServiceState[], state: WaitState): number =>
  state === "usable" && wanted.some(hasContainer) ? GOOD_LOOKS : 1;

/** Another start, or another container, begins the series anew. */
const standing = (wanted: readonly ServiceState[]): string =>
  JSON.stringify(
    wanted.flatMap(({ containers = [] }) => containers.map(({ name, sinceMs, restarts }) => [name, sinceMs, restarts])),
  );

function whyNot(one: ServiceState, state: WaitState): string | undefined {
  const hasCome = state === "usable" ? one.usable === true : runs(one);
  return hasCome ? undefined : `${one.service} (${one.note || "not running"})`;
}

/** Its process is there: the server's, or that of each container whose work is not done. */
function runs({ runs: what, address, note, containers = [] }: ServiceState): boolean {
  if (what === "stand-in") return address !== undefined && note !== "not running";
  return containers.length > 0 && containers.every(({ life, exitCode }) => life === "running" || exitCode === 0);
}

function tooLate({ state, timeoutMs }: WaitRequest, left: string): AvbError {
  const seconds = Math.round(timeoutMs / 1000);
  return AvbError.of("WAIT_TIMEOUT", { seconds: String(seconds), more: String(seconds * 2), state, left });
}
