import type { Containers } from "../../src/domain/containers.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { Behaviour } from "./fake-container.ts";
import { fakeLife } from "./fake-engine-life.ts";
import { fakePlaces, imageOf } from "./fake-engine-places.ts";
import type { EngineState } from "./fake-engine-state.ts";

/** A container engine in memory; time is what its clock says, so that nothing waits. */
export interface FakeEngine extends Omit<EngineState, "wrote"> {
  readonly containers: Containers;
  /** Every call with what it was about, such as `look avb-shop-redis`. */
  readonly calls: string[];
  /** The calls that changed something; a `stop` of what does not run changes nothing. */
  readonly writes: string[];
  /** From now on every call fails with this. */
  failure?: AvbError;
  /** Puts images into the engine. */
  have(...images: readonly string[]): void;
  /** How the containers whose name contains this behave: those that are there, and those still to be made. */
  behave(name: string, behaviour: Behaviour): void;
}

/** An engine with nothing in it. */
export function fakeEngine(now: () => number): FakeEngine {
  const writes: string[] = [];
  const state: EngineState = {
    now,
    ...{ byName: new Map(), networks: new Map(), volumes: new Map(), images: new Map() },
    ...{ registry: new Set(), heldPorts: new Set(), behaviours: new Map() },
    wrote: (what) => writes.push(what),
  };
  const { wrote: _, ...open } = state;
  const calls: string[] = [];
  const engine: FakeEngine = {
    ...open,
    ...{ calls, writes },
    containers: watched({ ...fakeLife(state), ...fakePlaces(state) }, (call) => {
      calls.push(call);
      if (engine.failure !== undefined) throw engine.failure;
    }),
    have: (...images) => {
      for (const reference of images) state.images.set(reference, imageOf(reference));
    },
    behave: (name, behaviour) => {
      state.behaviours.set(name, behaviour);
      for (const one of state.byName.values()) if (one.name.includes(name)) one.behaviour = behaviour;
    },
  };
  return engine;
}

/** A machine without an engine: whatever is asked of it fails. */
export function unreachableEngine(): Containers {
  const engine = fakeEngine(() => 0);
  engine.failure = AvbError.of("ENGINE_UNREACHABLE", { address: "unix:///var/run/docker.sock", why: "ENOENT" });
  return engine.containers;
}

/** The same methods, each of which tells first that it is called. */
function watched(containers: Containers, tell: (call: string) => void): Containers {
  const entries = Object.entries(containers as unknown as Record<string, (...args: never[]) => Promise<unknown>>);
  const told = entries.map(([name, act]) => [
    name,
    async (...args: never[]) => {
      tell([name, subjectOf(args[0])].join(" "));
      return act(...args);
    },
  ]);
  return Object.fromEntries(told) as unknown as Containers;
}

const subjectOf = (argument: unknown): string =>
  typeof argument === "string" ? argument : String(Object(argument).name ?? Object(argument).tag ?? argument);
