import type { Check } from "../domain/check.ts";
import type { RunTools } from "../domain/graph.ts";
import { type Plan, type StepFacts, stepFacts } from "../domain/plan.ts";
import type { World } from "../domain/world.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { curesFor, type NeededCure, planCures } from "./cures.ts";
import { type DoctorReport, doctor } from "./doctor.ts";
import { dryWorld } from "./dry-world.ts";
import { openAnyway } from "./open-anyway.ts";

/** What the doctor found in the end, and what it did, or with `planFix` would do. */
export interface FixReport extends DoctorReport {
  readonly plan: readonly StepFacts[];
}

const COMMAND = "avb dev doctor --fix";

/** Cures what can be cured and looks again. What nothing can cure without a decision is left as it is; with nothing to cure, nothing is written. */
export async function doctorFix(tools: RunTools, checks: readonly Check[]): Promise<FixReport> {
  const { world } = tools;
  const before = await doctor(world, checks);
  const needed = curesFor(before.checks);
  if (needed.length === 0) return { ...before, plan: [] };
  const { checkout } = await openAnyway(world);
  const plan = await changeStack(tools, { checkout, command: COMMAND }, async (inside) => {
    const now = curesFor((await doctor(world, checks)).checks);
    const still = planCures(
      checkout,
      needed.filter((cure) => stands(cure, now)),
    );
    await runPlan(inside, still, COMMAND);
    return still;
  });
  return { ...(await doctor(world, checks)), plan: stepFacts(plan) };
}

/** Others may have changed the stack until it was ours; a process that died is followed by our having the lock. */
const stands = ({ cure }: NeededCure, now: readonly NeededCure[]): boolean =>
  cure.kind === "take-over" || now.some((other) => JSON.stringify(other.cure) === JSON.stringify(cure));

/** What `doctorFix` would do; nothing is written. */
export async function planFix(
  world: World,
  checks: readonly Check[],
): Promise<{ readonly plan: Plan; readonly report: FixReport }> {
  const found = await doctor(world, checks);
  const { checkout } = await openAnyway(dryWorld(world));
  const plan = planCures(checkout, curesFor(found.checks));
  return { plan, report: { ...found, plan: stepFacts(plan) } };
}
