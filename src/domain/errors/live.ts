import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of starting, watching and ending containers. */
export const LIVE_ERRORS = {
  SERVICE_CRASHED: {
    exit: EXIT.notReady,
    says: "{container} {how}{cause}; asked last: {asked}: {said}",
    fixes: ["{fix}", "read its log: avb dev logs {service} --tail 50"],
  },
  SERVICE_NOT_READY: {
    exit: EXIT.notReady,
    says: "{service} was not usable within {seconds} s{cause}; asked last: {asked}: {said}",
    fixes: ["{fix}", "read its log: avb dev logs {service} --tail 50"],
  },
  STACK_VANISHED: {
    exit: EXIT.notReady,
    says: "the stack vanished while it was being started: the container of {service} is gone",
    fixes: ["see who removed it: docker events --since 5m", "avb dev up"],
  },
  VAULT_KEY_LOST: {
    exit: EXIT.secretStore,
    says: "Vault's volume holds an initialised Vault, and its unseal key is not in {path} any more: what is in that volume cannot be read by anybody",
    fixes: ["put the key file back", "begin with an empty Vault: avb dev reset vault --yes"],
  },
  VAULT_KEY_WRONG: {
    exit: EXIT.secretStore,
    says: "Vault refuses the unseal key in {path} ({why}): the key belongs to another volume",
    fixes: ["put the right key file back", "begin with an empty Vault: avb dev reset vault --yes"],
  },
  VAULT_REFUSED: {
    exit: EXIT.notReady,
    says: "Vault answered {status} to {what}",
    fixes: ["read its log: avb dev logs vault --tail 50", "avb dev restart vault"],
  },
  VOLUME_OTHER_KEYS: {
    exit: EXIT.seed,
    says: "the keys of {service} changed since the volume {volume} was created: what it holds was written under others",
    fixes: [
      "put back the secrets.json and lago.json that were in {path}",
      "begin with empty data: avb dev reset {service} --yes",
    ],
  },
  DATABASES_FAILED: {
    exit: EXIT.notReady,
    says: "the roles and databases could not be made in postgres ({why})",
    fixes: ["read its log: avb dev logs postgres --tail 50"],
  },
  IMAGE_NOT_PULLED: {
    exit: EXIT.prerequisite,
    says: "the image {image} of {service} is not on this machine, and --no-pull leaves it at that",
    fixes: ["avb dev up --mode live", "docker pull {image}"],
  },
  DOWN_INCOMPLETE: {
    exit: EXIT.teardown,
    says: "not everything could be ended: {left}",
    fixes: ["avb dev down"],
  },
} as const satisfies ErrorTable;
