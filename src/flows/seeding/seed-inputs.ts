import { stateRootOf } from "../../domain/checkout.ts";
import type { World } from "../../domain/world.ts";
import type { SeedSubject } from "./seeder.ts";

/** What expires is looked at again though nothing else changed. */
const DAY_MS = 24 * 3_600_000;

/**
 * A digest of all that documents are made from: avb's files by size and time, the configuration, the stack, the secrets'
 * root, the day. While it is the same, nobody need open the documents to know that they say the same.
 */
export async function seedInputs({ world, checkout, stack, secrets }: SeedSubject): Promise<string> {
  const { packageRoot } = world.host;
  const own = Object.values(checkout.loaded.config.seeds).flat();
  // Of a store elsewhere nothing is known before it is asked: what is changed there is seen on another day, or by `seed`.
  const stores = [`${stateRootOf(world.host)}/credentials/${checkout.id}`, `${checkout.root}/.env`];
  const [shipped, key, ...rest] = await Promise.all([
    factsBelow(world, `${packageRoot}/templates`),
    secrets.get("seeds/digest"),
    ...[
      `${packageRoot}/package.json`,
      `${packageRoot}/dist/avb.cjs`,
      ...own.map((name) => `${checkout.root}/${name}`),
      ...(own.length === 0 ? [] : stores),
    ].map((path) => factsBelow(world, path)),
  ]);
  const { mode, slot, ports, running, embedded, standIns = [] } = stack;
  const text = JSON.stringify([
    ...[shipped, rest, checkout.loaded.files, mode, slot, [...ports], [...running], [...embedded], [...standIns]],
    Math.floor(world.clock.now() / DAY_MS),
  ]);
  return world.hash.hmac(key.reveal(), text);
}

/** Every file below a path with its size and time of change. */
async function factsBelow(world: World, path: string): Promise<unknown> {
  const facts = await world.files.facts(path, { follow: true });
  if (facts?.kind !== "directory") return [path, facts?.size, facts?.modifiedMs];
  const names = [...(await world.files.list(path))].sort();
  return Promise.all(names.map((name) => factsBelow(world, `${path}/${name}`)));
}
