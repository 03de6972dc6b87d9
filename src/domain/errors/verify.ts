import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of proving a stack. */
export const VERIFY_ERRORS = {
  VERIFY_BROKEN: {
    exit: EXIT.drift,
    says: "{count} of {total} claims do not hold: {claims}",
    fixes: ["{fix}", "see each claim: avb dev verify {sections} --verbose"],
  },
  VERIFY_UNKNOWN: {
    exit: EXIT.usage,
    says: "there is no section {section} to verify; there are {sections}",
    fixes: ["avb dev verify {example}"],
  },
  SYNC_BROKEN: {
    exit: EXIT.drift,
    says: "the last proof of these links did not hold: {links}",
    fixes: ["{fix}", "try them again: avb dev sync --prove"],
  },
  REPORT_NOT_A_FILE: {
    exit: EXIT.config,
    says: "{path} is a {kind}; a report is written only to a plain file with one name",
    fixes: ["name another file with {flag}"],
  },
  REPORT_FOLDER_MISSING: {
    exit: EXIT.config,
    says: "{path} cannot be written because {folder} is not a folder",
    fixes: ["mkdir -p {folder}"],
  },
  REPORT_NOT_OURS: {
    exit: EXIT.config,
    says: "{path} is there already and is no report of avb's",
    fixes: ["name another file with {flag}", "remove it: rm {path}"],
  },
} as const satisfies ErrorTable;
