import { Flags } from "@oclif/core";
import { environmentFlag } from "./avb-command-secrets.ts";
import { STORE_IDS, type StoreId } from "./domain/credential-store.ts";
import type { ScanRequest } from "./flows/secrets/scan/scan.ts";

const MEGABYTE = 1024 * 1024;

/** Flags that say where secrets are looked for. */
export const scanFlags = {
  ...environmentFlag,
  staged: Flags.boolean({
    summary: "Look only at what the next commit would add.",
    exclusive: ["history", "containers", "store"],
    env: "AVB_SECRETS_SCAN_STAGED",
  }),
  history: Flags.boolean({
    summary: "Look at every version of every file in the repository's history too.",
    env: "AVB_SECRETS_SCAN_HISTORY",
  }),
  containers: Flags.boolean({
    summary: "Look at the environment of the stack's containers too.",
    env: "AVB_SECRETS_SCAN_CONTAINERS",
  }),
  store: Flags.option({
    summary: "Look for placeholders in this store too.",
    options: STORE_IDS,
    multiple: true,
    env: "AVB_SECRETS_STORES",
  })(),
  "max-size": Flags.integer({
    summary: "Leave out files above this many megabytes, and say so.",
    default: 10,
    min: 1,
    max: 500,
    env: "AVB_SECRETS_SCAN_MAX_SIZE",
  }),
};

/** What the flags say; paths are made absolute. */
export const scanRequestOf = (
  flags: {
    readonly staged: boolean;
    readonly history: boolean;
    readonly containers: boolean;
    readonly store?: readonly StoreId[] | undefined;
    readonly "max-size": number;
  },
  { paths, cwd }: { readonly paths: readonly string[]; readonly cwd: string },
): Omit<ScanRequest, "signal"> => ({
  paths: paths.map((path) => absolute(path, cwd)),
  ...{ staged: flags.staged, history: flags.history, containers: flags.containers, stores: flags.store ?? [] },
  maxBytes: flags["max-size"] * MEGABYTE,
});

const absolute = (path: string, cwd: string): string => {
  const whole = (/^(?:\/|[A-Za-z]:)/.test(path) ? path : `${cwd}/${path}`).replaceAll(/\/\.(?=\/|$)|\/+(?=\/|$)/g, "");
  return whole === "" ? "/" : whole;
};
