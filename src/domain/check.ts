import type { Checkout } from "./checkout.ts";
import type { EngineContainer } from "./containers.ts";
import type { Cure } from "./cure.ts";
import type { EngineFacts } from "./engine.ts";
import type { EngineMachine } from "./engine-report.ts";
import type { AvbError } from "./errors/avb-error.ts";
import type { RenderContext } from "./render-context.ts";
import type { Stack } from "./stack.ts";
import type { World } from "./world.ts";

/** What a check found. One that is not well cannot be said without a cure. */
export type Finding =
  | { readonly state: "ok"; readonly says: string }
  | {
      readonly state: "warn" | "fail";
      readonly says: string;
      /** For a person; commands where there are any. */
      readonly fixes: readonly [string, ...string[]];
      /** For `--fix`; absent where only a person can decide. */
      readonly cure?: Cure;
    };

/** All that a check found; there is always something to say. */
export type Findings = readonly [Finding, ...Finding[]];

/** What the checks look at. */
export interface Patient {
  /** The checkout; with the defaults for its configuration where that cannot be read. */
  readonly checkout: Checkout;
  /** What is wrong with the configuration. */
  readonly problems: readonly AvbError[];
  /** The stack as the next `up` would have it; throws where avb's own records cannot be read. */
  stack(): Promise<Stack>;
  /** The container engine, asked once; rejects with its AvbError where it does not answer. */
  engine(): Promise<EngineFacts>;
  /** What its containers are made from; undefined where it has none, or where another check says why that cannot be read. */
  rendered(): Promise<RenderContext | undefined>;
  /** How the engine's machine is set up, asked once. */
  engineMachine(): Promise<EngineMachine>;
  /** Every container that any avb made at this engine, asked once. */
  containers(): Promise<readonly EngineContainer[]>;
}

/** One thing that `avb dev doctor` looks at. It only looks. */
export interface Check {
  /** What `--check` calls it: `[a-z-]+`. */
  readonly id: string;
  readonly title: string;
  /** What is looked at, and where, for `--list-checks`. */
  readonly looksAt: string;
  run(world: World, patient: Patient): Promise<Findings>;
}

/** The findings, or one that says that all is well. */
export function findings(found: readonly Finding[], wellness: string): Findings {
  const [first, ...rest] = found;
  return first === undefined ? [{ state: "ok", says: wellness }] : [first, ...rest];
}

const ORDER = ["ok", "warn", "fail"] as const;

/** The worst of several states. */
export const worstOf = (found: readonly Pick<Finding, "state">[]): Finding["state"] =>
  ORDER.toReversed().find((state) => found.some((finding) => finding.state === state)) ?? "ok";

/** An error of the table as a finding: its sentence and its cures. */
export function findingOf(error: AvbError, state: "warn" | "fail" = "fail"): Finding {
  const place =
    error.place === undefined
      ? ""
      : `${[error.place.file, error.place.line, error.place.column].filter((part) => part !== undefined).join(":")}: `;
  const [first = "run the command again with AVB_LOG=debug", ...rest] = error.fixes;
  return { state, says: `${place}${error.message}`, fixes: [first, ...rest] };
}
