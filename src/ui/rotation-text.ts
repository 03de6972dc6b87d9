import type { RotateResult } from "../domain/rotation.ts";

/** A plan as lines: the number of each step, its name, what it does. */
export function rotationPlanText({ id, environment, store, way, steps }: RotateResult): string {
  const width = Math.max(...steps.map(({ step }) => step.length));
  const lines = steps.map(
    ({ step, says }, index) => `${String(index + 1).padStart(2)}. ${step.padEnd(width)}  ${says}`,
  );
  return [`rotate ${id} in ${store} (${environment}), ${way}:`, ...lines].join("\n");
}

/** How it ended, in a line, and what comes next. */
export function rotationEndText({ id, environment, store, state, until }: RotateResult): string {
  const command = `avb secrets rotate ${id} --environment ${environment} --store ${store}`;
  if (state === "waiting") return `${id} is replaced; the old value stays until ${until}. Then: ${command} --resume`;
  if (state === "rolled back") return `${id} has its old value`;
  return state === "nothing" ? `no rotation of ${id} is under way` : `${id} is replaced, and its old value is void`;
}
