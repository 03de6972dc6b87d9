import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of the stores that credentials are kept in. */
export const STORE_ERRORS = {
  STORE_READ_ONLY: {
    exit: EXIT.usage,
    says: "{store} is only read by avb",
    fixes: ["name a store that is written: --store local"],
  },
  STORE_VALUE_TOO_LARGE: {
    exit: EXIT.config,
    says: "{field} of {id} has {bytes} bytes, and {store} takes at most {limit}; nothing was written",
    fixes: ["see what was given: this is no credential's size"],
  },
  STORE_PARTLY: {
    exit: EXIT.secretStore,
    says: "{count} of {of} were not stored in {store}: {failed}; stored: {done}",
    fixes: ["read why above, then run it again: what is stored already stays"],
  },
  STORE_DENIED: {
    exit: EXIT.secretStore,
    says: "{store} denies {action} to {who}: {why}",
    fixes: ["have {action} allowed, for that name and nothing more"],
  },
  STORE_LOGIN: {
    exit: EXIT.secretStore,
    says: "{store} lets nobody in: {why}",
    fixes: ["{renew}"],
  },
  STORE_THROTTLED: {
    exit: EXIT.secretStore,
    says: "{store} asks for fewer requests, and still does after waiting: {why}",
    fixes: ["wait a minute and run it again: what is stored already stays"],
  },
  STORE_SILENT: {
    exit: EXIT.secretStore,
    says: "{store} cannot be reached: {why}",
    fixes: ["see where it is: avb secrets stores", "look at the network, the proxy and the region"],
  },
  STORE_CERTIFICATE: {
    exit: EXIT.secretStore,
    says: "{store} is not who it should be: {why}",
    fixes: ["{fix}"],
  },
  STORE_NOWHERE: {
    exit: EXIT.config,
    says: "there is no store {store}: {why}",
    fixes: ["{fix}", "use another store: --store local"],
  },
  STORE_CLOSED: {
    exit: EXIT.secretStore,
    says: "{store} is not open: {why}",
    fixes: ["{fix}"],
  },
  STORE_REFUSED: {
    exit: EXIT.secretStore,
    says: "{store} refused it: {why}",
    fixes: ["see where it is: avb secrets stores"],
  },
  STORE_VALUE_FORM: {
    exit: EXIT.secretStore,
    says: "{name} in {store} {why}; nothing of it was used",
    fixes: ["store it anew: avb secrets set {id}"],
  },
  STORE_CONTENDED: {
    exit: EXIT.secretStore,
    says: "{name} in {store} was written by others {times} times meanwhile; nothing of this was stored",
    fixes: ["run it again when they are done"],
  },
  STORE_VERSION_GONE: {
    exit: EXIT.secretStore,
    says: "the version {version} of {id} is not in {store} any more; nothing was changed",
    fixes: ["see its versions: avb secrets get {id} --store {store} --history"],
  },
  STORE_MOVED: {
    exit: EXIT.secretStore,
    says: "{id} in {store} was written by others since its new version was put beside it; nothing was changed",
    fixes: ["begin the rotation of {id} again once they are done"],
  },
  STORE_LOOKS_PRODUCTION: {
    exit: EXIT.production,
    says: "{store} is {what}, which looks like production ({sign}); nothing was read or written",
    fixes: ["name another account or profile", "if it is meant: --allow-production"],
  },
  STORE_NOT_PINNED: {
    exit: EXIT.production,
    says: "{store} is {what}, and this checkout's {environment} is pinned to {pinned}; nothing was read or written",
    fixes: ["go back to the pinned one", "for this once: --allow-production", "forget the pinned one: rm {path}"],
  },
  KUBE_CONTEXT: {
    exit: EXIT.config,
    says: "{path} {why}, so it is not known which cluster is meant",
    fixes: ["choose one: kubectl config use-context NAME", "name another file: KUBECONFIG"],
  },
  STORE_NOT_SAFE: {
    exit: EXIT.secretStore,
    says: "{path} {why}; it was neither read nor written",
    fixes: ["{fix}"],
  },
  STORE_TAMPERED: {
    exit: EXIT.secretStore,
    says: "{path} is not as avb wrote it ({why}); nothing of it was used",
    fixes: [
      "put back a copy of yours that is whole",
      "start a new one: mv {path} {path}.damaged && avb secrets stores --accept",
    ],
  },
  STORE_OLDER: {
    exit: EXIT.secretStore,
    says: "{path} {what}, and revision {known} was written before; somebody put an older state in its place",
    fixes: [
      "put the newer file back",
      "if you did it yourself: avb secrets stores --accept --environment {environment}",
    ],
  },
  STORE_BUSY: {
    exit: EXIT.busy,
    says: "{path} is being changed by '{command}' (pid {pid})",
    fixes: ["wait until it ends, or stop it: kill {pid}"],
  },
} as const satisfies ErrorTable;
