import type { Checkout } from "../../domain/checkout.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import type { Step } from "../../domain/plan.ts";
import type { Stack } from "../../domain/stack.ts";
import type { FileFacts, World } from "../../domain/world.ts";
import { chosenEnvironment, chosenStore } from "./chosen-store.ts";
import { deliveredSoFar, deliveryTools, vaultMark, type WantedDelivery } from "./delivered.ts";
import { localPath } from "./stores/local-file.ts";

/**
 * What is to be put into the Vault of this stack: what the chosen store has for the chosen environment. Undefined where there
 * is no such Vault, or where the store is a Vault itself; production's credentials never go there. No store is opened.
 */
export async function observeDelivery(
  world: World,
  checkout: Checkout,
  stack: Stack,
): Promise<WantedDelivery | undefined> {
  if (stack.mode !== "live" || !stack.running.has("vault")) return undefined;
  const [store, environment] = [chosenStore(world, checkout), chosenEnvironment(world, checkout)];
  if (store === "vault") return undefined;
  const file = await fileFacts(world, checkout, { store, environment });
  const inputs = JSON.stringify([store, environment, file?.size, file?.modifiedMs]);
  const because = await whyNow(world, checkout, { store, inputs, isThere: file !== undefined });
  return { store, environment, inputs, ...(because !== undefined && { because }) };
}

/** The file that holds a store, for those of one file. */
function fileFacts(
  world: World,
  checkout: Checkout,
  { store, environment }: Pick<WantedDelivery, "store" | "environment">,
): Promise<FileFacts | undefined> {
  if (store === "local") return world.files.facts(localPath(deliveryTools(world, checkout, environment)));
  return store === "dotenv" ? world.files.facts(`${checkout.root}/.env`) : Promise.resolve(undefined);
}

async function whyNow(
  world: World,
  checkout: Checkout,
  { store, inputs, isThere }: Pick<WantedDelivery, "store" | "inputs"> & { readonly isThere: boolean },
): Promise<string | undefined> {
  const before = await deliveredSoFar(world, checkout);
  if (before === undefined) return isThere ? "none was put there yet" : undefined;
  if (before.vault !== (await vaultMark(world, checkout))) return "Vault was made anew";
  return before.inputs === inputs ? undefined : `the store ${store} has changed`;
}

/** The step, where one is due: because the store has changed, or because Vault is seeded in the same run. */
export function planDelivery(
  checkout: Checkout,
  wanted: WantedDelivery | undefined,
  seeding: readonly Step[],
): readonly Step[] {
  const isSeeded = seeding.some(({ id }) => id === "seed-vault");
  const because = isSeeded ? "Vault is seeded" : wanted?.because;
  return wanted === undefined || because === undefined ? [] : [deliveryStep(checkout, wanted, because)];
}

/** It never stops `up`: what could not be done is said. The stores are loaded only when it runs. */
const deliveryStep = (checkout: Checkout, wanted: WantedDelivery, because: string): Step => ({
  id: "credentials",
  title: `put the credentials of the store ${wanted.store} (${wanted.environment}) into Vault`,
  because,
  after: ["usable-vault", "seed-vault"],
  async run(world, report) {
    try {
      const { deliver } = await import("./deliver.ts");
      await deliver({ world, checkout, wanted }, report);
    } catch (error) {
      if (!(error instanceof AvbError || error instanceof AvbErrors)) throw error;
      report.say(`third-party credentials were not put into Vault: ${error.message}`);
    }
  },
});
