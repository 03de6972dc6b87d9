import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors that any command can meet. */
export const GENERAL_ERRORS = {
  BUG: {
    exit: EXIT.bug,
    says: "avb itself failed: {what}",
    fixes: ["run again with AVB_LOG=debug and report it with the log file it names"],
  },
  /** Said by `bin/run.js`, which must not need a Node that can read the bundle. */
  NODE_TOO_OLD: {
    exit: EXIT.prerequisite,
    says: "this is Node {version}, and avb needs 20.19 or newer",
    fixes: ["install it from https://nodejs.org"],
  },
  PACKAGE_PART_MISSING: {
    exit: EXIT.prerequisite,
    says: "{path} is missing: avb is not installed whole",
    fixes: ["npm install --global avb"],
  },
  USAGE: { exit: EXIT.usage, says: "{what}", fixes: ["{help}"] },
  MODE_UNKNOWN: {
    exit: EXIT.usage,
    says: "'{mode}' is not a mode; the modes are sandbox, live and production",
    fixes: ["avb dev up --mode sandbox"],
  },
  VERB_NOT_IN_MODE: {
    exit: EXIT.usage,
    says: "'{verb}' does not exist in mode {mode}; it belongs to {where}",
    fixes: ["{fix}"],
  },
  NEEDS_ANSWER: {
    exit: EXIT.usage,
    says: "{what} needs an answer and there is no terminal to ask on",
    fixes: ["{flag}"],
  },
  INTERRUPTED: { exit: EXIT.interrupt, says: "interrupted; {left}", fixes: ["{fix}"] },
  PRODUCTION_PAYMENTS: {
    exit: EXIT.production,
    says: "{place} asks for PayPal's production environment; avb runs development stacks and keeps PayPal in its sandbox",
    fixes: ["remove PAYPAL_ENVIRONMENT from .devenvrc", "set AVB_ALLOW_LIVE_PAYMENTS=1 to say that you mean it"],
  },
} as const satisfies ErrorTable;
