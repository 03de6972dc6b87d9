import type { PlanRun } from "../domain/graph.ts";
import type { Mode } from "../domain/modes.ts";
import { type Plan, type StepFacts, type StepTiming, stepFacts } from "../domain/plan.ts";
import type { PortKey, Slot } from "../domain/stack.ts";
import type { ServiceAddress } from "./addresses.ts";
import type { MovedPort } from "./allocate-ports.ts";
import type { UserAccess } from "./describe-identities.ts";
import type { UpObservation } from "./observe-up.ts";

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
  /** Where real containers answer, without passwords. */
  readonly addresses: readonly ServiceAddress[];
  /** Services that the sandbox server stands in for. */
  readonly standIns: readonly string[];
  /** Services that were started and not waited for. */
  readonly notAwaited: readonly string[];
  readonly urls: { readonly identity: string; readonly issuer: string; readonly billing: string };
}

/** The result of a run over what was observed; who can sign in and where containers answer is filled in later. */
export function resultOf(
  { allocation }: UpObservation,
  plan: Plan,
  run: Pick<PlanRun, "timings" | "criticalChain" | "ms">,
): UpResult {
  const at = (key: PortKey): string => `http://localhost:${allocation.stack.ports.get(key)}`;
  const identity = at("keycloak.http");
  return {
    mode: allocation.stack.mode,
    slot: allocation.stack.slot,
    plan: stepFacts(plan),
    steps: run.timings,
    criticalChain: run.criticalChain,
    ms: run.ms,
    moved: allocation.moved,
    users: [],
    addresses: [],
    standIns: [...allocation.stack.embedded],
    notAwaited: [],
    urls: { identity, issuer: `${identity}/realms/agentvoicebox`, billing: at("lago.api") },
  };
}
