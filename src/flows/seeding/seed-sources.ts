import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { requireTrust } from "../../domain/trust.ts";
import type { World } from "../../domain/world.ts";
import { YAML_LIMITS } from "../../domain/yaml-check.ts";
import { packagePart } from "../package-part.ts";
import { readWithin } from "../read-within.ts";

/** The text of a document that a service is seeded from, and the path that its errors name: below the root, for one of the team's. */
export interface SeedSource {
  readonly path: string;
  readonly text: string;
}

/** A document that ships with avb, such as `vault/mounts.json`. */
export const shippedSeed = async (world: World, name: string): Promise<SeedSource> => ({
  path: `${world.host.packageRoot}/templates/${name}`,
  text: await packagePart(world, `templates/${name}`),
});

/**
 * The team's own documents for a service (`seeds` of `.devenvrc`), in their order. NOT_TRUSTED (4) before a person has
 * allowed them; SEED_FILE (3) for one that is not there or is no text.
 */
export async function ownSeeds(world: World, checkout: Checkout, service: string): Promise<readonly SeedSource[]> {
  const names = checkout.loaded.config.seeds[service] ?? [];
  if (names.length === 0) return [];
  requireTrust(checkout, ["seeds"]);
  return Promise.all(names.map((name) => readOwn(world, checkout, { service, name })));
}

/** The same checkout for who only tells of it: documents that nobody has allowed yet are as if they were not there. */
export const withoutUntrustedSeeds = (checkout: Checkout): Checkout =>
  checkout.loaded.untrusted.includes("seeds") ? withoutSeeds(checkout) : checkout;

/** The same checkout with avb's own documents alone. */
export const withoutSeeds = (checkout: Checkout): Checkout => {
  const { loaded } = checkout;
  return { ...checkout, loaded: { ...loaded, config: { ...loaded.config, seeds: {} } } };
};

async function readOwn(
  world: World,
  { root, loaded }: Checkout,
  { service, name }: { readonly service: string; readonly name: string },
): Promise<SeedSource> {
  const place = loaded.places?.[`seeds.${service}`];
  const refuse = (why: string) => AvbError.of("SEED_FILE", { path: name, why }, place === undefined ? {} : { place });
  const read = await readWithin(world, { root, path: `${root}/${name}`, maxBytes: YAML_LIMITS.bytes });
  if (read === undefined) throw refuse("is not there");
  try {
    return { path: name, text: new TextDecoder("utf-8", { fatal: true }).decode(read.bytes) };
  } catch {
    throw refuse("is not UTF-8 text");
  }
}
