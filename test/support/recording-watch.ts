import type { PlanWatcher } from "../../src/domain/plan.ts";

/** A watcher that keeps what it saw as lines: "start a", "end a", "fail b", "note …". */
export function recordingWatch(): { readonly watch: PlanWatcher; readonly lines: string[] } {
  const lines: string[] = [];
  const watch: PlanWatcher = {
    planned: (plan) => lines.push(`plan ${plan.steps.map((step) => step.id).join(" ")}`.trim()),
    started: (step) => lines.push(`start ${step.id}`),
    progressed: (step, text) => lines.push(`progress ${step.id} ${text}`),
    said: (step, text) => lines.push(`said ${step.id} ${text}`),
    ended: (step) => lines.push(`end ${step.id}`),
    failed: (step) => lines.push(`fail ${step.id}`),
    stopped: (step) => lines.push(`stop ${step.id}`),
    noted: (text) => lines.push(`note ${text}`),
  };
  return { watch, lines };
}
