import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Fragment } from "../domain/fragment.ts";
import { ownFragment } from "../domain/own-containers.ts";
import type { World } from "../domain/world.ts";

/** The containers of the repository's own as fragments; they were judged when the configuration was read. */
export async function ownFragments(
  world: World,
  { loaded }: Checkout,
  names: readonly string[],
): Promise<ReadonlyMap<string, Fragment>> {
  const { services } = loaded.config;
  const fragments = names.map(async (name): Promise<readonly [string, Fragment]> => {
    const verdict = await world.fragmentSchema.check(ownFragment({ [name]: services[name] ?? {} }));
    if (!verdict.ok) throw AvbError.of("BUG", { what: `the container ${name} was taken and is refused now` });
    return [name, apart(verdict.value)];
  });
  const declared = new Set<string>();
  return new Map((await Promise.all(fragments)).map(([name, fragment]) => [name, once(fragment, declared)]));
}

/** A volume that several mount is declared by the first. */
function once({ services, volumes }: Fragment, declared: Set<string>): Fragment {
  const fresh = volumes.filter((volume) => !declared.has(volume));
  for (const volume of fresh) declared.add(volume);
  return { services, volumes: fresh };
}

/** A volume of the team's own never has the name of one of avb's. */
const apart = ({ services, volumes }: Fragment): Fragment => ({
  services: Object.fromEntries(
    Object.entries(services).map(([name, { volumes: mounts, ...rest }]) => [
      name,
      { ...rest, ...(mounts === undefined ? {} : { volumes: mounts.map((mount) => `own-${mount}`) }) },
    ]),
  ),
  volumes: volumes.map((volume) => `own-${volume}`),
});
