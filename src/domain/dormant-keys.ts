import type { Config, LoadedConfig } from "./config.ts";
import { isMap } from "./config-layers.ts";

/** Keys that this version reads and checks, with the commands that act on them: none at all where the list is empty. */
export const DORMANT_KEYS = {
  stores: [],
} as const satisfies Partial<Record<keyof Config, readonly string[]>>;

/** The services that `seeds` may name documents for. */
export const OWN_SEEDS: readonly string[] = ["keycloak", "vault", "opa", "temporal", "lago", "kafka", "postgres"];

/** What a configuration asks for in vain, one sentence for each group of keys; empty where this command acts on all of it. */
export function dormantNotes({ config }: Pick<LoadedConfig, "config">, command: string): readonly string[] {
  const groups = new Map<string, readonly string[]>();
  for (const [key, commands] of Object.entries<readonly string[]>(DORMANT_KEYS)) {
    if (commands.includes(command) || !isSet(Reflect.get(config, key))) continue;
    const who = commands.length === 0 ? NOBODY : `only ${commands.join(", ")} acts`;
    groups.set(who, [...(groups.get(who) ?? []), key]);
  }
  const seeds = Object.keys(config.seeds).filter((service) => !OWN_SEEDS.includes(service));
  if (seeds.length > 0) groups.set(NOBODY, [...(groups.get(NOBODY) ?? []), ...seeds.map((id) => `seeds.${id}`)]);
  return [...groups].map(([who, keys]) => `${who} on ${keys.join(", ")} of the configuration`);
}

const NOBODY = "nothing in this version of avb acts";

const isSet = (value: unknown): boolean => (isMap(value) ? Object.keys(value).length > 0 : value !== undefined);
