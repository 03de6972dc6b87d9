import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of the doctor itself; what it finds are findings. */
export const DOCTOR_ERRORS = {
  BUNDLE_EXISTS: {
    exit: EXIT.usage,
    says: "{path} is there already, and is left as it is",
    fixes: ["avb dev doctor --bundle, which chooses a new name", "choose another file with --out"],
  },
} as const satisfies ErrorTable;
