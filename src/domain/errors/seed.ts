import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of making services what their documents say. */
export const SEED_ERRORS = {
  SEED_DOCUMENT: {
    exit: EXIT.config,
    says: "{what}",
    fixes: ["correct it, then look what it would change: avb dev seed {id} --plan"],
  },
  SEED_REFERENCE: {
    exit: EXIT.config,
    says: "{what}",
    fixes: ["{fix}"],
  },
  SEED_FILE: {
    exit: EXIT.config,
    says: "{path} is to be seeded from and {why}",
    fixes: ["correct the path under seeds, or put the document there"],
  },
  SEED_NOT_READ: {
    exit: EXIT.seed,
    says: "{service} at {url} could not be read, so nothing was written: {why}",
    fixes: ["run it again: avb dev seed {id}", "read the server's log: avb dev logs --tail 50"],
  },
  SEED_WRITE_FAILED: {
    exit: EXIT.seed,
    says: "{service} did not take the {what}, write {at} of {of}: {why}; what was written before it stays",
    fixes: ["see what is left to do: avb dev seed {id} --plan", "go on from there: avb dev seed {id}"],
  },
  SEED_DRIFT: {
    exit: EXIT.drift,
    says: "{count} differ from what the documents say: {things}",
    fixes: ["see each difference: avb dev drift", "make it as the documents say: avb dev seed"],
  },
} as const satisfies ErrorTable;
