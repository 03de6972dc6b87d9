import type { Config, TrustedKey } from "./config.ts";

/** A key of `.devenvrc` as people are told about it. */
export interface ConfigKey {
  readonly summary: string;
  /** True where avb writes the key's values down without hiding any: they are never secrets. */
  readonly open: boolean;
}

const open = (summary: string): ConfigKey => ({ summary, open: true });
const guarded = (summary: string): ConfigKey => ({ summary, open: false });

/** Every key of `.devenvrc`, in the order it is documented and shown. */
export const CONFIG_KEYS: Readonly<Record<keyof Config, ConfigKey>> = {
  mode: open("The mode used when a command names none and nothing is running."),
  with: open("Services to run as real containers though the mode does not."),
  without: open("Services to leave out though the mode runs them."),
  ports: open("Host ports by `service`, or by `service.port` where it has several."),
  slot: open("The block of ports of this checkout: 0 is the documented one, n adds 50 n (Lago 10 n)."),
  images: open("Container images by service, in place of the pinned ones."),
  memory: open("Memory limits by service or container, such as `2g`, in place of the usual ones."),
  registry: open("A registry that mirrors every image, such as `registry.example.com/mirror`."),
  env: guarded("More variables for the application and for commands that avb runs."),
  users: open("Users beside the fixture's, for the sandbox and for Keycloak."),
  clients: open("Applications that sign people in; an id of the fixture adds to that client."),
  seeds: open("Documents of your own by service, as paths below the repository's root."),
  services: guarded("Containers of your own by name, in Compose's form."),
  hooks: open("Programs to run around avb's own work, each as a list: the program, then its arguments."),
  lago: open("Whether avb's stand-in may run where Lago's images cannot be had, as `up --allow-standin` allows it."),
  vault: guarded("Settings of the secret store of the live mode."),
  credentials: guarded("Third-party credentials of your own by name: fields, places, rotation; never a value."),
  rotations: open("How credentials are replaced, by their ids: who uses them, how long the old value stays."),
  stores: open(
    "The store that third-party credentials are kept in, and the environment whose credentials programs here get.",
  ),
  requires: open("The oldest avb that understands this file, such as `>=0.1`."),
};

/** The names of the keys, in their order. */
export const CONFIG_KEY_NAMES = Object.keys(CONFIG_KEYS) as readonly (keyof Config)[];

/** What a key that needs trust lets a file do: completes "makes avb ...". */
export const TRUSTED_EFFECTS: Readonly<Record<TrustedKey, string>> = {
  images: "run other container images",
  registry: "fetch its images from another registry",
  services: "run containers of its own",
  env: "hand variables to your programs",
  seeds: "write documents into your services",
  hooks: "run programs on this machine",
  credentials: "use your credentials",
  stores: "read your credentials from another store",
  rotations: "run programs and restart workloads when a credential is replaced",
};
