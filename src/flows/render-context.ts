import type { Checkout } from "../domain/checkout.ts";
import type { RenderContext } from "../domain/render-context.ts";
import type { Service } from "../domain/service.ts";
import type { Stack } from "../domain/stack.ts";
import { requireTrust } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { STAND_INS } from "../services/stand-ins.ts";
import { catalogueOf } from "./catalogue.ts";
import { lockedDigests } from "./image-lock.ts";
import { mountsHere } from "./live/mounts-here.ts";
import { opaWithFiles } from "./opa/policy-files.ts";
import { ownFragments } from "./own-fragments.ts";
import { packagePart } from "./package-part.ts";
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
  const { images, memory, registry } = checkout.loaded.config;
  const catalogue = await withStandIns(world, catalogueOf(checkout), stack);
  const isAsked = (id: string) => all || stack.running.has(id);
  const services = await Promise.all(catalogue.map((one) => (isAsked(one.id) ? opaWithFiles(world, one) : one)));
  const known = services.filter(({ external, id }) => !external && isAsked(id));
  const shipped = known.filter(({ own }) => !own).map(({ id }) => id);
  const { defaults, byService } = await readFragments(world, shipped, stack.standIns);
  const own = known.filter((service) => service.own).map(({ id }) => id);
  return {
    ...{ services, stack, version, images: imagesOf(images, stack), memory, owner: await ownerOf(world, checkout) },
    ...{ defaults, byService: new Map([...byService, ...(await ownFragments(world, checkout, own))]) },
    ...(registry === undefined ? {} : { registry }),
    ...{ prepare, digests: await lockedDigests(world, checkout) },
    sha256: world.hash.sha256,
  };
}

/** An engine on another machine mounts no folder of this one: there the files are put into the container. */
async function ownerOf(world: World, { root, slug, id, state }: Checkout): Promise<RenderContext["owner"]> {
  return { root, slug, id, ...((await mountsHere(world)) ? { state } : {}) };
}

/** The services as they run: a stand-in has the program's digest, so that a newer avb makes its image anew. */
async function withStandIns(
  world: World,
  services: readonly Service[],
  { standIns }: Stack,
): Promise<readonly Service[]> {
  if (standIns === undefined) return services;
  return Promise.all(
    services.map(async (service) => {
      const standIn = standIns.has(service.id) ? STAND_INS[service.id] : undefined;
      return standIn === undefined
        ? service
        : standIn.service(world.hash.sha256(await packagePart(world, standIn.program)));
    }),
  );
}

/** What was asked for in the place of a service's own images is not what its stand-in is made from. */
const imagesOf = (images: RenderContext["images"], { standIns = new Set() }: Stack): RenderContext["images"] =>
  Object.fromEntries(
    Object.entries(images).filter(([name]) => ![...standIns].some((id) => name === id || name.startsWith(`${id}-`))),
  );
