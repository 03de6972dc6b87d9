import type { Checkout } from "../../domain/checkout.ts";
import type { Environment } from "../../domain/credential.ts";
import type { FieldValues } from "../../domain/credential-store.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import { DEVELOPMENT } from "../../domain/store-wishes.ts";
import type { World } from "../../domain/world.ts";
import { vaultKeys } from "../live/live-secrets.ts";
import { stackRecord } from "../live/stack-record.ts";
import { deliveredSoFar, deliveryTools } from "./delivered.ts";
import { fieldsOf } from "./diff.ts";
import { chooseHere } from "./known-credentials.ts";
import { credentialsIn } from "./open-secrets.ts";
import { pinnedOf } from "./store-pin.ts";
import type { StoreTools } from "./store-tools.ts";
import { isOwnPinned } from "./stores/vault-place.ts";
import { openStackVault, openStore } from "./stores.ts";

/**
 * A warning for each environment of which the stack's Vault holds credentials that the local store does not: they would go
 * with its volume. What cannot be compared is said too, where anything was ever put there. Never an error.
 */
export async function onlyInVault(world: World, checkout: Checkout): Promise<readonly string[]> {
  if ((await vaultKeys(world, checkout).catch(() => undefined)) === undefined) return [];
  const isUp = (await stackRecord(world, checkout).catch(() => undefined)) !== undefined;
  const warnings = DEVELOPMENT.map((environment) => warningOn(world, checkout, { environment, isUp }));
  return (await Promise.all(warnings)).flat();
}

interface Asked {
  readonly environment: Environment;
  readonly isUp: boolean;
}

async function warningOn(world: World, checkout: Checkout, asked: Asked): Promise<readonly string[]> {
  const { environment } = asked;
  const tools = { ...deliveryTools(world, checkout, environment), command: "avb dev down" };
  try {
    const ids = await lostIn(tools, asked);
    if (ids.length === 0) return [];
    const copy = `avb secrets copy --from vault --to local --environment ${environment} ${ids.join(" ")}`;
    return [`Vault holds what the local store does not (${environment}): ${ids.join(", ")}; keep it: ${copy}`];
  } catch (error) {
    if (!(error instanceof AvbError || error instanceof AvbErrors)) throw error;
    const isUsed = isOwnPinned(await pinnedOf(tools, "vault")) || (await wasDelivered(tools));
    return isUsed ? [`whether Vault alone holds credentials (${environment}) is not known: ${error.message}`] : [];
  }
}

/** Of what Vault holds in an environment, the ids whose values the local store does not have. */
async function lostIn(tools: StoreTools, { environment, isUp }: Asked): Promise<readonly string[]> {
  if (!isUp) throw AvbError.of("STORE_CLOSED", { store: "vault", why: "it does not run", fix: "avb dev up" });
  const chosen = chooseHere(credentialsIn(tools.checkout), [], environment);
  const held = await openStackVault(tools).look(chosen);
  const there = chosen.filter(({ id }) => Object.keys(fieldsOf(held.get(id))).length > 0);
  if (there.length === 0) return [];
  const kept = await openStore(tools, "local").look(there);
  return there.flatMap(({ id }) => (isKept(fieldsOf(held.get(id)), fieldsOf(kept.get(id))) ? [] : [id]));
}

const isKept = (there: FieldValues, kept: FieldValues): boolean =>
  Object.entries(there).every(([name, secret]) => kept[name]?.reveal() === secret.reveal());

/** `up` has put something there from a store of this environment. */
async function wasDelivered({ world, checkout, environment }: StoreTools): Promise<boolean> {
  const delivered = await deliveredSoFar(world, checkout);
  const isHere = delivered?.inputs.includes(`"${environment}"`) === true;
  return isHere && Object.keys(delivered.versions).length > 0;
}
