import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of commands that act on one service, or that wait. */
export const VERB_ERRORS = {
  SERVICE_NOT_HERE: {
    exit: EXIT.usage,
    says: "'{service}' has no part in this stack of mode {mode}; what runs in it: {running}",
    fixes: ["{fix}", "see what there is: avb dev status"],
  },
  SERVICE_NOT_RUNNING: {
    exit: EXIT.notReady,
    says: "{service} is not running ({why})",
    fixes: ["{fix}", "see what there is: avb dev status"],
  },
  WAIT_TIMEOUT: {
    exit: EXIT.notReady,
    says: "after {seconds} s these are not {state}: {left}",
    fixes: ["avb dev wait --timeout {more}", "see what keeps them: avb dev status"],
  },
  NOTHING_STARTED: {
    exit: EXIT.notReady,
    says: "nothing of this stack was started",
    fixes: ["avb dev up"],
  },
  RESET_STAND_IN: {
    exit: EXIT.usage,
    says: "the sandbox server stands in for '{service}', which has no volume of its own",
    fixes: ["all that the sandbox made: avb dev reset --yes", "its identities: avb dev reset --seeds --yes"],
  },
  CLEAN_INCOMPLETE: {
    exit: EXIT.teardown,
    says: "not everything could be removed: {left}",
    fixes: ["avb dev clean --yes"],
  },
  NO_SHELL: {
    exit: EXIT.usage,
    says: "'{service}' has no client to talk to it with; there are those of {services}",
    fixes: ["avb dev shell {example}"],
  },
} as const satisfies ErrorTable;
