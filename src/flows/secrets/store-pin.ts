import type { StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { requireSafe } from "./store-place.ts";
import type { StoreTools } from "./store-tools.ts";

const PRODUCTION = /(?:^|[^a-z])(prod|production|prd|live)(?![a-z])/i;

/** What is pinned: a store elsewhere, or the cluster that kubectl speaks to. */
export type Pinned = StoreId | "kubernetes" | `kubectl-${string}`;

/** Which one of its kind a store elsewhere is. */
export interface StoreIdentity {
  /** What no other has: an account and region, a vault's address. */
  readonly what: string;
  /** Names that may tell of production: of a profile, a role, an address. */
  readonly names: readonly string[];
}

/** Where it is noted which one of a kind this checkout uses in this environment. */
const pinPath = ({ checkout, stateRoot, environment }: StoreTools, store: Pinned): string =>
  `${stateRoot}/credentials/${checkout.id}/${environment}.${store}.pin`;

/** The one that was used first; undefined while none was. */
export const pinnedOf = async (tools: StoreTools, store: Pinned): Promise<string | undefined> =>
  (await tools.world.files.read(pinPath(tools, store)))?.trim();

/** STORE_NOT_SAFE (10) for a pin that is a link; STORE_LOOKS_PRODUCTION, STORE_NOT_PINNED (15) for one that looks like production or is another than the pinned one, unless that was allowed. */
export async function refuseOther(tools: StoreTools, store: Pinned, { what, names }: StoreIdentity): Promise<void> {
  const { allowProduction = false, environment } = tools;
  if (allowProduction) return;
  const sign = environment === "production" ? "--environment production" : names.find((name) => PRODUCTION.test(name));
  if (sign !== undefined) throw AvbError.of("STORE_LOOKS_PRODUCTION", { store, what, sign });
  // A link to nothing could neither be read nor be made, and whatever comes would be taken for the pinned one.
  await requireSafe(tools.world, pinPath(tools, store));
  const pinned = (await pinnedOf(tools, store)) ?? what;
  if (pinned !== what)
    throw AvbError.of("STORE_NOT_PINNED", { store, what, environment, pinned, path: pinPath(tools, store) });
}

/** Pins the first one and shows it; any other one is refused as by `refuseOther`. */
export async function requirePinned(tools: StoreTools, store: Pinned, identity: StoreIdentity): Promise<void> {
  const { environment, say, world } = tools;
  const { what } = identity;
  await refuseOther(tools, store, identity);
  if ((await pinnedOf(tools, store)) !== undefined) return;
  if (await world.files.create(pinPath(tools, store), `${what}\n`))
    say?.(`${store} is ${what}; from now on ${environment} of this checkout is pinned to it`);
  else await refuseOther(tools, store, identity);
}
