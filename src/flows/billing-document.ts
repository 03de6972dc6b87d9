import type { Checkout } from "../domain/checkout.ts";
import { revealed } from "../domain/document-references.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import type { World } from "../domain/world.ts";
import { type BillingDocument, type BillingPlace, billingInPlace, joinedBilling } from "../services/lago/document.ts";
import { documentProblems, isBillingDocument } from "../services/lago/document-problems.ts";
import { openLocalSecrets } from "./local-secrets.ts";
import { resolveStack } from "./resolve-stack.ts";
import { openSeedDocument } from "./seeding/seed-document.ts";
import { ownSeeds } from "./seeding/seed-sources.ts";

/**
 * What Lago is to hold for this checkout: the document that ships with avb and the team's own over it, endpoints on the
 * slot's ports; `machine` is what Lago calls this machine.
 */
export async function wantedBilling(
  world: World,
  checkout: Checkout,
  place: Pick<BillingPlace, "machine"> = {},
): Promise<BillingDocument> {
  const path = `${world.host.packageRoot}/templates/lago/billing.json`;
  const shipped = await readBillingDocument(world, path);
  return billingInPlace(await withOwnBilling(world, checkout, shipped), { ...place, slot: checkout.slot });
}

/** The team's documents one over the other: each may name what stands in those before it. */
async function withOwnBilling(world: World, checkout: Checkout, shipped: BillingDocument): Promise<BillingDocument> {
  const own = await ownSeeds(world, checkout, "lago");
  if (own.length === 0) return shipped;
  const [stack, local] = await Promise.all([resolveStack(world, checkout), openLocalSecrets(world, checkout)]);
  const subject = { world, checkout, stack, secrets: { get: async (name: string) => local.get(name) } };
  let document = shipped;
  for (const source of own) {
    const below = document;
    const { value } = await openSeedDocument<Partial<BillingDocument>>(subject, source, {
      service: "lago",
      is: (written): written is Partial<BillingDocument> => documentProblems(written, below).length === 0,
      problems: (written) => documentProblems(written, below),
    });
    document = joinedBilling(below, revealed<Partial<BillingDocument>>(value));
  }
  return document;
}

/**
 * A document of metrics, plans, customers, subscriptions and endpoints. Everything that is wrong with it is told with its
 * line and column (SEED_DOCUMENT; the YAML_* codes for what cannot be read at all).
 */
export async function readBillingDocument(world: World, path: string): Promise<BillingDocument> {
  const text = await world.files.read(path);
  if (text === undefined) throw AvbError.of("NOT_READABLE", { path, why: "it is missing", fix: "install avb again" });
  const value = plainJson(text);
  if (isBillingDocument(value)) return value;
  // Places cost a parser that is not loaded for a document that is well.
  const document = await world.yaml.parse(text, path);
  const [first, ...others] = documentProblems(document.value).map(({ path: keys, says }) =>
    AvbError.of("SEED_DOCUMENT", { id: "lago", what: says }, { place: document.placeOf(keys) }),
  );
  if (first !== undefined) throw others.length === 0 ? first : new AvbErrors([first, ...others]);
  if (isBillingDocument(document.value)) return document.value;
  throw new Error(`${path} has no problem and is no document`);
}

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
