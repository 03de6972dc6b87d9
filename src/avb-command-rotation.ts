import { Flags } from "@oclif/core";
import { environmentFlag, storeFlag } from "./avb-command-secrets.ts";

/** The flags of a rotation: what is to be done, how far, and how long both values hold. */
export const rotationFlags = {
  ...{ ...environmentFlag, ...storeFlag },
  plan: Flags.boolean({ summary: "Say what would be done, and do nothing.", env: "AVB_PLAN" }),
  resume: Flags.boolean({
    summary: "Go on with a rotation.",
    env: "AVB_SECRETS_RESUME",
    exclusive: ["plan", "rollback"],
  }),
  rollback: Flags.boolean({
    summary: "Go back to the old value, until it is revoked.",
    env: "AVB_SECRETS_ROLLBACK",
    exclusive: ["plan"],
  }),
  yes: Flags.boolean({
    char: "y",
    summary: "Do not ask first; what is clicked by hand was clicked.",
    env: "AVB_YES",
  }),
  grace: Flags.string({ summary: "Leave the old value for so long: 0, 90s, 2h, 1d.", env: "AVB_SECRETS_GRACE" }),
  compromised: Flags.boolean({
    summary: "Revoke the old value at once, though it may be in use.",
    env: "AVB_SECRETS_COMPROMISED",
  }),
  guided: Flags.boolean({
    summary: "Lead a person, though the vendor's API could do it.",
    env: "AVB_SECRETS_GUIDED",
  }),
  algorithm: Flags.option({
    summary: "Of a signing key.",
    options: ["HS256", "RS256", "ES256"] as const,
    env: "AVB_SECRETS_ALGORITHM",
  })(),
};
