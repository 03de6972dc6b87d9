import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of programs avb starts: the sandbox server and tools it calls. */
export const PROCESS_ERRORS = {
  COMMAND_FAILED: {
    exit: EXIT.prerequisite,
    says: "'{command}' could not be run ({why})",
    fixes: ["install {command}, or put it on your PATH"],
  },
  SERVER_NOT_READY: {
    exit: EXIT.notReady,
    says: "the sandbox server did not come up: {why}",
    fixes: ["avb dev doctor, and read {log}, whose end stands below"],
  },
  SANDBOX_NOT_RUNNING: {
    exit: EXIT.notReady,
    says: "the sandbox is not running",
    fixes: ["avb dev up --mode sandbox"],
  },
} as const satisfies ErrorTable;
