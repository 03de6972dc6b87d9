import type { LoadedConfig } from "./config.ts";

/** The services that `seeds` may name documents for. */
export const OWN_SEEDS: readonly string[] = ["keycloak", "vault", "opa", "temporal", "lago", "kafka", "postgres"];

/** What a configuration asks for in vain, in one sentence; empty where everything in it is acted on. */
export function dormantNotes({ config }: Pick<LoadedConfig, "config">): readonly string[] {
  const seeds = Object.keys(config.seeds).filter((service) => !OWN_SEEDS.includes(service));
  const names = seeds.map((id) => `seeds.${id}`).join(", ");
  return names === "" ? [] : [`nothing in this version of avb acts on ${names} of the configuration`];
}
