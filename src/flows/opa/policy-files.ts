import type { Checkout } from "../../domain/checkout.ts";
import type { Service } from "../../domain/service.ts";
import type { World } from "../../domain/world.ts";
import { POLICY_FOLDER, POLICY_TEST, RULES_FILE, rulesText, SHIPPED_POLICIES } from "../../services/opa/documents.ts";
import { opa } from "../../services/opa/index.ts";
import { accessRules } from "../../services/opa/rules.ts";
import { ownSeeds, type SeedSource, shippedSeed } from "../seeding/seed-sources.ts";

/** Files of the policies' folder by their names there, each with the path that errors name. */
export type PolicyFiles = ReadonlyMap<string, SeedSource>;

/** What ships with avb: the policies, and the rules as their data. */
export async function shippedPolicies(world: World): Promise<PolicyFiles> {
  const policies = SHIPPED_POLICIES.map(async (name) => [name, await shippedSeed(world, `opa/${name}`)] as const);
  const rules = { path: "src/services/opa/rules.ts", text: rulesText(accessRules) };
  return new Map([...(await Promise.all(policies)), [RULES_FILE, rules]]);
}

/** The test that ships with avb. */
export const shippedPolicyTest = (world: World): Promise<SeedSource> => shippedSeed(world, `opa/${POLICY_TEST}`);

/** The team's own policies by their names in the folder, in their order. */
export async function ownPolicies(world: World, checkout: Checkout): Promise<PolicyFiles> {
  const sources = await ownSeeds(world, checkout, "opa");
  return new Map(sources.map((source, at) => [`own-${at + 1}-${baseName(source.path)}`, source]));
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** OPA with the files that a compose document gives it: what avb itself ships, wherever it is rendered. */
export async function opaWithFiles(world: World, service: Service): Promise<Service> {
  if (service.id !== opa.id) return service;
  const { path, loaded } = POLICY_FOLDER;
  const shipped = await shippedPolicies(world);
  const files = Object.fromEntries([...shipped].map(([name, { text }]) => [`${path}/${loaded}/${name}`, text]));
  return { ...service, containers: { opa: { ...service.containers?.opa, files } } };
}
