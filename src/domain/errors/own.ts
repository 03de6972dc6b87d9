import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of what a team adds in `.devenvrc`: its containers and its hooks. */
export const OWN_ERRORS = {
  CONTAINER_REFUSED: { exit: EXIT.config, says: "{what}", fixes: ["{fix}"] },
  HOOK_NOT_FOUND: {
    exit: EXIT.config,
    says: "the hook {hook} runs {file}, and {why}",
    fixes: ["{fix}"],
  },
  HOOK_FAILED: {
    exit: EXIT.notReady,
    says: "the hook {hook} ({command}) {how}",
    fixes: ["run it by itself: avb dev exec{options} -- {command}", "leave it out once: avb dev {verb} --no-hooks"],
  },
  HOOK_STOPPED_DOWN: {
    exit: EXIT.teardown,
    says: "the hook before_down ({command}) {how}, so nothing was ended",
    fixes: ["end the stack without it: avb dev down --no-hooks"],
  },
} as const satisfies ErrorTable;
