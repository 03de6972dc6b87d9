import { Flags } from "@oclif/core";
import type { ConfigOverrides } from "./domain/config.ts";
import { ENV_FORMATS } from "./domain/env-format/formats.ts";
import { VIEWS } from "./domain/env-value.ts";
import type { EnvWishes } from "./domain/env-wishes.ts";
import { MODES } from "./domain/modes.ts";
import { PROFILE_IDS, type ProfileId } from "./domain/profiles/profile.ts";
import type { ApplicationContainer } from "./domain/render-app.ts";

/** Flags that choose the stack a command speaks of. */
export const stackFlags = {
  mode: Flags.option({ summary: "Speak of this mode instead of the running one.", options: MODES, env: "AVB_MODE" })(),
  with: Flags.string({ summary: "As if this service ran too.", multiple: true, delimiter: ",", env: "AVB_WITH" }),
  without: Flags.string({
    summary: "As if this service did not run.",
    multiple: true,
    delimiter: ",",
    env: "AVB_WITHOUT",
  }),
};

/** The flag that leaves out what `.devenvrc` wants to be run. */
export const hooksFlag = {
  hooks: Flags.boolean({ summary: "Run the hooks of .devenvrc.", default: true, allowNo: true, env: "AVB_HOOKS" }),
};

/** Flags that choose the variables. */
export const variableFlags = {
  service: Flags.string({
    summary: "Only variables of this service.",
    multiple: true,
    delimiter: ",",
    env: "AVB_ENV_SERVICE",
  }),
  profile: Flags.option({
    summary: "Add what this application needs beyond the matrix, or give it only what it may see.",
    options: PROFILE_IDS,
    env: "AVB_ENV_PROFILE",
  })(),
  rename: Flags.string({
    summary: "Give variable A under the name B, written A=B.",
    multiple: true,
    delimiter: ",",
    env: "AVB_ENV_RENAME",
  }),
};

/** Flags that choose what becomes of the variables. */
export const outputFlags = {
  view: Flags.option({
    summary: "Addresses as seen from this machine, or from an application's container.",
    options: VIEWS,
    default: "host" as const,
    env: "AVB_ENV_VIEW",
  })(),
  format: Flags.option({
    summary: "Form of the output: a table on a terminal and dotenv elsewhere; a file's goes by its name.",
    options: ["table", ...ENV_FORMATS] as const,
    env: "AVB_ENV_FORMAT",
  })(),
  reveal: Flags.boolean({ summary: "Print secrets too.", env: "AVB_REVEAL" }),
  write: Flags.string({
    summary: "Write values and secrets to this file, for you alone and kept out of git.",
    helpValue: "FILE",
    env: "AVB_ENV_WRITE",
  }),
  force: Flags.boolean({ summary: "With --write, replace a file that avb did not write.", env: "AVB_FORCE" }),
  example: Flags.boolean({ summary: "Make an example without secrets, for everybody.", env: "AVB_ENV_EXAMPLE" }),
  check: Flags.boolean({
    summary: "Fail with status 3 when a required variable has no value.",
    exclusive: ["write", "example"],
    env: "AVB_ENV_CHECK",
  }),
};

/** What the flags of the stack say. */
export const overridesOf = (flags: {
  readonly mode?: string | undefined;
  readonly with?: readonly string[] | undefined;
  readonly without?: readonly string[] | undefined;
}): ConfigOverrides => ({
  ...(flags.mode !== undefined && { mode: flags.mode }),
  ...(flags.with !== undefined && { with: flags.with }),
  ...(flags.without !== undefined && { without: flags.without }),
});

/** What the flags of the variables say. */
export const wishesOf = (flags: {
  readonly service?: readonly string[] | undefined;
  readonly profile?: ProfileId | undefined;
  readonly rename?: readonly string[] | undefined;
}): Omit<EnvWishes, "view"> => ({
  services: flags.service ?? [],
  renames: flags.rename ?? [],
  ...(flags.profile !== undefined && { profile: flags.profile }),
});

/** Flags of what joins an application's container to the stack. */
export const applicationFlags = {
  app: Flags.boolean({
    summary: "Print what joins an application's container to the stack that runs, for use beside its own compose file.",
    env: "AVB_RENDER_APP",
    exclusive: ["profiles", "service"],
  }),
  "app-service": Flags.string({
    summary: "With --app, the container's name in its own compose file.",
    default: "app",
    env: "AVB_RENDER_APP_SERVICE",
  }),
  "app-env": Flags.string({
    summary: "With --app, the file with its environment, made by avb dev env --view container --write FILE.",
    default: ".env.avb",
    helpValue: "FILE",
    env: "AVB_RENDER_APP_ENV",
  }),
};

/** What the flags of the application say. */
export const applicationOf = (flags: {
  readonly app: boolean;
  readonly "app-service": string;
  readonly "app-env": string;
}): { readonly app?: ApplicationContainer } =>
  flags.app ? { app: { service: flags["app-service"], envFile: flags["app-env"] } } : {};
