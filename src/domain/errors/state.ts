import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of avb's state folder, its lock and its files. */
export const STATE_ERRORS = {
  DISK_FULL: {
    exit: EXIT.disk,
    says: "no space left while writing {path}; the old file is kept",
    fixes: ["free some space and run the command again"],
  },
  NOT_WRITABLE: {
    exit: EXIT.disk,
    says: "{path} cannot be written ({why}); {holder} belongs to {owner}",
    fixes: ["{fix}"],
  },
  NOT_READABLE: { exit: EXIT.disk, says: "{path} cannot be read ({why})", fixes: ["{fix}"] },
  STATE_CORRUPT: {
    exit: EXIT.config,
    says: "{path} is not what avb wrote there ({why})",
    fixes: ["see whether less is enough: avb dev doctor", "avb dev reset --yes"],
  },
  OUTPUT_FAILED: {
    exit: EXIT.disk,
    says: "the output cannot be written ({why})",
    fixes: ["write it to a place that has room"],
  },
  LOCK_BUSY: {
    exit: EXIT.busy,
    says: "this stack is being changed by '{command}' (pid {pid})",
    fixes: ["wait until it ends, or stop it: kill {pid}"],
  },
} as const satisfies ErrorTable;
