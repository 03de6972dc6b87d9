import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of opening a page in the browser. */
export const OPEN_ERRORS = {
  NOTHING_TO_OPEN: {
    exit: EXIT.usage,
    says: "'{service}' has no page in mode {mode}; there are pages of {services}",
    fixes: ["avb dev open {example}"],
  },
  BROWSER_FAILED: {
    exit: EXIT.prerequisite,
    says: "no browser could be started ({why}); the address is {url}",
    fixes: ["open that address yourself", "avb dev open {service} --print"],
  },
} as const satisfies ErrorTable;
