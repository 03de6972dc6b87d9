import type { Verdict } from "../../domain/live/verdict.ts";
import type { LiveRun } from "./live-steps.ts";

/** Why containers are started anew though they run: all of them, or those of one service. */
export interface RestartWish {
  readonly restart?: string;
  readonly restartOnly?: string;
}

/** The same run in which containers that would stay as they are get stopped and started; jobs that have done their work are left alone. */
export function startingAnew(run: LiveRun, { restart, restartOnly }: RestartWish): LiveRun {
  if (restart === undefined) return run;
  const { seen } = run;
  const unusable = new Map(seen.unusable);
  const verdicts = [...seen.verdicts.containers].map(([one, verdict]): readonly [typeof one, Verdict] => {
    const isMeant = restartOnly === undefined || one.service.id === restartOnly;
    if (!isMeant || verdict.do !== "keep" || verdict.have.life !== "running") return [one, verdict];
    unusable.set(one.service.id, restart);
    return [one, { do: "start", because: restart, have: verdict.have }];
  });
  return { ...run, seen: { ...seen, unusable, verdicts: { ...seen.verdicts, containers: new Map(verdicts) } } };
}
