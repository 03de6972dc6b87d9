import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of third-party credentials: their names, their values, and what may become of them. */
export const CREDENTIAL_ERRORS = {
  CREDENTIAL_UNKNOWN: {
    exit: EXIT.usage,
    says: "there is no credential '{id}'",
    fixes: ["avb secrets show {near}", "see them all: avb secrets list"],
  },
  CREDENTIAL_FIELD_UNKNOWN: {
    exit: EXIT.usage,
    says: "{id} has no field '{field}'; it has {fields}",
    fixes: ["avb secrets show {id}"],
  },
  CREDENTIAL_FIELD_NEEDED: {
    exit: EXIT.usage,
    says: "{id} has several fields ({fields}), and what was given is not a JSON object of them",
    fixes: ["name one: avb secrets set {id} --field {first}", "give a JSON object with these names"],
  },
  CREDENTIAL_NOT_HERE: {
    exit: EXIT.usage,
    says: "{id} does not exist in {environment}; it belongs to {environments}",
    fixes: ["name its environment: --environment {first}"],
  },
  CREDENTIAL_FORMAT: {
    exit: EXIT.config,
    says: "{field} of {id} {why}; nothing was stored",
    fixes: ["see where to get it: avb secrets guide {id} --print", "store it all the same: --unchecked"],
  },
  CREDENTIAL_NOTHING_GIVEN: {
    exit: EXIT.config,
    says: "no value for {id} came from {source}",
    fixes: [
      "pipe it in: avb secrets set {id} < FILE",
      "on a terminal, type it where nothing is shown: avb secrets set {id}",
    ],
  },
  CREDENTIAL_NOT_TEXT: {
    exit: EXIT.config,
    says: "what came from {source} is not UTF-8 text; nothing was stored",
    fixes: ["give the value as text; a binary key in base64"],
  },
  CREDENTIAL_ABSENT: {
    exit: EXIT.secretStore,
    says: "{id} is not in the store {store} ({environment})",
    fixes: ["put it there: avb secrets set {id} --store {store} --environment {environment}", "avb secrets status"],
  },
  CREDENTIAL_FIELD_ABSENT: {
    exit: EXIT.secretStore,
    says: "{id} has no {field} in the store {store} ({environment})",
    fixes: ["avb secrets set {id} --field {field} --environment {environment}"],
  },
  CREDENTIAL_NOT_GIVEN: {
    exit: EXIT.secretStore,
    says: "{name} is wanted, and {why}",
    fixes: ["get and store it: avb secrets guide {id}", "see what is stored: avb secrets status {id}"],
  },
  CREDENTIAL_HIDDEN: {
    exit: EXIT.usage,
    says: "{what} holds secret values",
    fixes: ["{fix}", "print them: --reveal"],
  },
  CREDENTIAL_FILE_THERE: {
    exit: EXIT.config,
    says: "{path} is there already and holds something else",
    fixes: ["name another file with --out", "replace it: --force"],
  },
  CREDENTIAL_VERSION_UNKNOWN: {
    exit: EXIT.usage,
    says: "{id} has no version {version} in the store {store}",
    fixes: ["see its versions: avb secrets get {id} --history"],
  },
  CREDENTIAL_PRODUCTION: {
    exit: EXIT.production,
    says: "production's credentials are not put into {store}, which lies on this machine",
    fixes: ["name another environment: --environment staging"],
  },
  CREDENTIAL_DIFFERS: {
    exit: EXIT.drift,
    says: "{count} differ between {from} and {to}: {ids}",
    fixes: [
      "see each: avb secrets diff --from {from} --to {to}",
      "make them equal: avb secrets copy --from {from} --to {to}",
    ],
  },
  CREDENTIAL_INVALID: {
    exit: EXIT.drift,
    says: "{count} cannot be right: {ids}",
    fixes: ["see why: avb secrets check", "replace it: avb secrets set {first}"],
  },
  CREDENTIAL_REFUSED: {
    exit: EXIT.drift,
    says: "{count} cannot stay: the vendor refuses it, or lets it do other than it should: {ids}",
    fixes: ["see why: avb secrets check {first} --live", "get another: avb secrets guide {first}"],
  },
  CREDENTIAL_UNDECIDED: {
    exit: EXIT.notReady,
    says: "{count} got no verdict: {ids}",
    fixes: ["see why: avb secrets check {first} --live", "ask again once the vendor can be reached"],
  },
  QUOTA_BROKEN: {
    exit: EXIT.drift,
    says: "{count} of the quota table does not hold at its vendor: {things}",
    fixes: ["see each: avb secrets quotas --live", "set it at the vendor: avb secrets guide {first} --print"],
  },
  CREDENTIAL_DUE: {
    exit: EXIT.drift,
    says: "{count} must be replaced: {ids}",
    fixes: ["see when each was due: avb secrets rotation due", "begin: avb secrets guide {first}"],
  },
  CREDENTIAL_LINE: {
    exit: EXIT.config,
    says: "this line {why}; nothing was taken from the file",
    fixes: ["write it as NAME='value', once for each name"],
  },
  CREDENTIAL_OWN: {
    exit: EXIT.config,
    says: "the credential '{id}' cannot be added: {why}",
    fixes: ["change it under credentials in .devenvrc", "see what avb knows already: avb secrets list"],
  },
} as const satisfies ErrorTable;
