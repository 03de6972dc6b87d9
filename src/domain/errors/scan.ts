import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of the search for secrets, and of the gate in front of an environment. */
export const SCAN_ERRORS = {
  SCAN_FOUND: {
    exit: EXIT.drift,
    says: "{what} found",
    fixes: [
      "take the value out of the file and put it into a store: avb secrets set {credential}",
      "a value that was committed is known: get a new one, then revoke the old one",
      "let something pass, with a reason and an end: {allow}",
    ],
  },
  SCAN_PATH_ABSENT: {
    exit: EXIT.usage,
    says: "{path} is not there",
    fixes: ["name a file or a folder that is there"],
  },
  SCAN_NO_REPOSITORY: {
    exit: EXIT.usage,
    says: "{folder} is in no git repository, so it has no {what}",
    fixes: ["look through the files alone: avb secrets scan"],
  },
  SCAN_GIT_FAILED: {
    exit: EXIT.prerequisite,
    says: "git could not read the repository: {why}",
    fixes: ["see whether the repository is sound: git fsck"],
  },
  SCAN_ALLOW_INVALID: {
    exit: EXIT.config,
    says: "{what}",
    fixes: ["{fix}"],
  },
  GATE_CLOSED: {
    exit: EXIT.drift,
    says: "{count} cannot go into {environment} with epic {epic}: {ids}",
    fixes: ["see why: avb secrets gate --epic {epic} --environment {environment}", "get it: avb secrets guide {first}"],
  },
} as const satisfies ErrorTable;
