import type { Checkout } from "../domain/checkout.ts";
import type { RenderContext } from "../domain/render-context.ts";
import type { Stack } from "../domain/stack.ts";
import { requireTrust } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { lockedDigests } from "./image-lock.ts";
import { ownFragments } from "./own-fragments.ts";
import { readFragments } from "./read-fragments.ts";

/** What is rendered: a stack, by this version of avb; `all` reads the fragments of services that do not run in it too. */
export interface RenderSubject {
  readonly stack: Stack;
  readonly version: string;
  readonly all?: boolean;
  /** False: no container is made from an image that avb derives. */
  readonly prepare?: boolean;
}

/** Everything that containers are rendered from. Images of the team's own need trust. */
export async function renderContext(
  world: World,
  checkout: Checkout,
  { stack, version, all = false, prepare = true }: RenderSubject,
): Promise<RenderContext> {
  requireTrust(checkout, ["images", "registry", "services"]);
  const { images, registry } = checkout.loaded.config;
  const services = catalogueOf(checkout);
  const known = services.filter(({ external, id }) => !external && (all || stack.running.has(id)));
  const shipped = known.filter(({ own }) => !own).map(({ id }) => id);
  const { defaults, byService } = await readFragments(world, shipped);
  const own = known.filter((service) => service.own).map(({ id }) => id);
  return {
    ...{ services, stack, version, images, owner: checkout },
    ...{ defaults, byService: new Map([...byService, ...(await ownFragments(world, checkout, own))]) },
    ...(registry === undefined ? {} : { registry }),
    ...{ prepare, digests: await lockedDigests(world, checkout) },
    sha256: world.hash.sha256,
  };
}
