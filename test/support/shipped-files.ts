import { readdirSync, readFileSync } from "node:fs";
import type { FakeWorld } from "./fake-world.ts";

/** Installs a folder of avb's own package, such as `templates/opa`, in a fake world. */
export function ship(world: FakeWorld, folder: string): void {
  const place = new URL(`../../${folder}/`, import.meta.url);
  for (const name of readdirSync(place))
    world.files.put(`/avb/${folder}/${name}`, readFileSync(new URL(name, place), "utf8"));
}
