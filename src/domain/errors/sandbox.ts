import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of the sandbox server itself; they stand at the end of its log. */
export const SANDBOX_ERRORS = {
  SANDBOX_LAUNCH_INVALID: {
    exit: EXIT.config,
    says: "{path} is not a launch file of this version of avb ({why})",
    fixes: ["avb dev up --mode sandbox"],
  },
  CLOCK_UNREADABLE: {
    exit: EXIT.config,
    says: "{path} does not say how far the sandbox's clock is moved",
    fixes: ["go back to the real time: avb dev doctor --check records --fix"],
  },
} as const satisfies ErrorTable;
