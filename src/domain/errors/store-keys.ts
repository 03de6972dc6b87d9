import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of what opens the local store of credentials. */
export const STORE_KEY_ERRORS = {
  KEY_MISSING: {
    exit: EXIT.secretStore,
    says: "{store} is sealed, and its key is not at {path}",
    fixes: [
      "name the file that holds it: AVB_IDENTITY_FILE=/path/to/identity.txt",
      "put it back from your backup: {path}",
    ],
  },
  KEY_WRONG: {
    exit: EXIT.secretStore,
    says: "{store} does not open with {key}",
    fixes: ["{fix}"],
  },
  KEY_FORM: {
    exit: EXIT.secretStore,
    says: "{path} holds no age identity (a line that begins with AGE-SECRET-KEY-1)",
    fixes: ["name the file that does: AVB_IDENTITY_FILE=/path/to/identity.txt"],
  },
  KEY_COMMAND: {
    exit: EXIT.secretStore,
    says: "AVB_IDENTITY_COMMAND runs {file}, which {why}, so there is no key",
    fixes: ["run it by itself: it has to print the identity", "unset AVB_IDENTITY_COMMAND, and use a file"],
  },
  KEY_EXPOSED: {
    exit: EXIT.secretStore,
    says: "{path} {why}, and it opens your credentials",
    fixes: ["{fix}"],
  },
  KEY_PLACE: {
    exit: EXIT.secretStore,
    says: "{path} lies in the folder of the store that it opens; whoever copies one copies both",
    fixes: ["move it: mv {path} ~/.config/avb/identity.txt"],
  },
  PASSPHRASE_NEEDED: {
    exit: EXIT.secretStore,
    says: "{store} opens with a passphrase, and there is no terminal to ask on",
    fixes: ["put it into a file of mode 0600 and name it: AVB_PASSPHRASE_FILE=/path/to/passphrase"],
  },
} as const satisfies ErrorTable;
