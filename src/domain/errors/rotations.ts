import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of replacing credentials. */
export const ROTATION_ERRORS = {
  ROTATION_OPEN: {
    exit: EXIT.busy,
    says: "a rotation of {id} ({environment}, {store}) began on {began} and stands at '{step}'",
    fixes: ["go on: {command} --resume", "give it up: {command} --rollback"],
  },
  ROTATION_NONE: {
    exit: EXIT.usage,
    says: "no rotation of {id} ({environment}) is under way",
    fixes: ["begin one: {command}"],
  },
  ROTATION_BUSY: {
    exit: EXIT.busy,
    says: "{id} ({environment}) is being rotated by '{command}' (pid {pid})",
    fixes: ["wait until it ends, or stop it: kill {pid}"],
  },
  ROTATION_STORE: {
    exit: EXIT.usage,
    says: "the store {store} keeps no version that waits, so nothing can be rotated in it",
    fixes: ["name another store: --store local"],
  },
  ROTATION_WAITING: {
    exit: EXIT.secretStore,
    says: "a new version of {id} waits in {store} already, and no rotation of this checkout put it there",
    fixes: ["finish the rotation where it was begun", "take that version away: {command} --rollback"],
  },
  ROTATION_ADMIN: {
    exit: EXIT.config,
    says: "{vendor} makes and revokes keys for an admin key only, and {variable} {why}",
    fixes: ["put {what} into the variable {variable} for this command", "do it by hand: {command} --guided"],
  },
  ROTATION_PROJECT: {
    exit: EXIT.config,
    says: "it is not known in which project of {vendor} the key of {id} lies",
    fixes: ["name it under rotations.{id}.project in .devenvrc"],
  },
  ROTATION_OLD_UNKNOWN: {
    exit: EXIT.config,
    says: "{vendor} takes the key of {id}, and {why}; it could not be revoked",
    fixes: [
      "name the right project, or the admin key of the right organization",
      "revoke those that nobody uses",
      "do it by hand: {command} --guided",
    ],
  },
  ROTATION_VENDOR: {
    exit: EXIT.notReady,
    says: "{vendor} did not {what}: it {why}",
    fixes: ["go on once that is cured: {command} --resume", "give it up: {command} --rollback"],
  },
  ROTATION_NOT_ASKED: {
    exit: EXIT.notReady,
    says: "it is not known whether {who} takes {which}: {says}",
    fixes: ["ask again: {command} --resume"],
  },
  ROTATION_NEW_REFUSED: {
    exit: EXIT.drift,
    says: "the new value of {id} cannot take the old one's place: it {says}",
    fixes: ["give it up: {command} --rollback"],
  },
  ROTATION_SAME: {
    exit: EXIT.config,
    says: "what was given is the value that {id} has already",
    fixes: ["make a new one: avb secrets guide {id} --print", "go on with it: {command} --resume"],
  },
  ROTATION_CONSUMER: {
    exit: EXIT.notReady,
    says: "{consumer} {why}; the old value of {id} still holds",
    fixes: ["try again: {command} --resume", "go back to the old one: {command} --rollback"],
  },
  ROTATION_CONTEXT: {
    exit: EXIT.config,
    says: "{consumer} cannot be told: {why}",
    fixes: ["{fix}"],
  },
  ROTATION_IN_USE: {
    exit: EXIT.notReady,
    says: "the old value of {id} was used on {when}, after everybody had the new one; it was not revoked",
    fixes: [
      "find who still has it, then: {command} --resume",
      "revoke it all the same: {command} --resume --compromised",
    ],
  },
  ROTATION_OLD_ALIVE: {
    exit: EXIT.notReady,
    says: "the old value of {id} was revoked, and is still taken: {says}",
    fixes: ["ask again in a minute: {command} --resume"],
  },
  ROTATION_PAST: {
    exit: EXIT.usage,
    says: "the old value of {id} is not taken any more ({why}); going back would leave nobody with a working one",
    fixes: ["go on: {command} --resume"],
  },
  ROTATION_NO_WAY: {
    exit: EXIT.usage,
    says: "{id} cannot be rotated from here: {why}",
    fixes: ["{fix}"],
  },
} as const satisfies ErrorTable;
