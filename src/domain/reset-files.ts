import type { StatePaths } from "./checkout.ts";
import { olderLog } from "./request-log.ts";

/** The state files that a reset leaves, and why; every other one is removed. */
export const RESET_KEEPS = {
  directory: "it holds what is kept",
  writtenEnv: "the next up writes the files again that env --write made",
  lock: "the reset itself holds it",
  journal: "the reset itself writes it",
  containers: "the end of the containers removes it, once nothing of them is left",
} as const satisfies Readonly<Partial<Record<keyof StatePaths, string>>>;

/** The files and folders of a checkout's state that a reset removes, those that are not there too. */
export const removedByReset = (state: StatePaths): readonly string[] => [
  ...Object.entries(state).flatMap(([name, path]) => (name in RESET_KEEPS ? [] : [path])),
  olderLog(state.serverLog),
];
