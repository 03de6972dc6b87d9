import type { Checkout } from "../domain/checkout.ts";
import type { RenderContext } from "../domain/render-context.ts";
import type { Stack } from "../domain/stack.ts";
import { requireTrust } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { readFragments } from "./read-fragments.ts";

/** What is rendered: a stack, by this version of avb; `all` reads the fragments of services that do not run in it too. */
export interface RenderSubject {
  readonly stack: Stack;
  readonly version: string;
  readonly all?: boolean;
}

/** Everything that containers are rendered from. Images of the team's own need trust. */
export async function renderContext(
  world: World,
  checkout: Checkout,
  { stack, version, all = false }: RenderSubject,
): Promise<RenderContext> {
  requireTrust(checkout, ["images", "registry"]);
  const { images, registry } = checkout.loaded.config;
  const known = services.filter((service) => !("external" in service));
  const wanted = known.map(({ id }) => id).filter((id) => all || stack.running.has(id));
  return {
    ...{ services, stack, version, images, owner: checkout },
    ...(await readFragments(world, wanted)),
    ...(registry === undefined ? {} : { registry }),
    sha256: world.hash.sha256,
  };
}
