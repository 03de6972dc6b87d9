import type { ConfigFile, ConfigOverrides } from "../domain/config.ts";
import { type ConfigLayer, type MergedConfig, mergeLayers } from "../domain/config-layers.ts";
import { flagLayer, readTwins } from "../domain/config-twins.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import { ownServices } from "../domain/own-services.ts";
import { lintPorts } from "../domain/ports-lint.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { type Below, CONFIG_FILES, type ReadConfig, readConfigFile } from "./read-config-file.ts";

/** The effective configuration of a root and the files it was read from. */
export interface ReadConfiguration extends MergedConfig {
  readonly files: readonly ConfigFile[];
}

/**
 * Flags over `AVB_*` over `.devenvrc.local` over `.devenvrc` over defaults. Every problem of every source is thrown at once,
 * those of the command line and the environment first.
 */
export async function loadConfig(world: World, root: string, overrides: ConfigOverrides): Promise<ReadConfiguration> {
  const problems: AvbError[] = [];
  const flags = gather(problems, () => flagLayer(overrides, world.host.env));
  const { read, wrong, own } = await readFiles(world, root);
  const known = [...services, ...ownServices(own, services)];
  const twins = readTwins(world.host.env, known);
  problems.push(...twins.problems, ...wrong);
  refuse(problems);
  const layers: readonly ConfigLayer[] = [...read.map(({ layer }) => layer), twins.layer, ...(flags ? [flags] : [])];
  const merged = mergeLayers(layers);
  refuse(lintPorts(known, merged.config.ports, (name) => merged.places[`ports.${name}`]));
  return { ...merged, files: read.map(({ file }) => file) };
}

/** The files that are there, what is wrong with them, and the containers they describe together. */
async function readFiles(world: World, root: string) {
  const read: ReadConfig[] = [];
  const wrong: AvbError[] = [];
  let below: Below = { services: {}, credentials: {} };
  for (const name of CONFIG_FILES) {
    const found = await readConfigFile(world, root, { name, below }).catch((error: unknown) => keep(wrong, error));
    if (found === undefined) continue;
    read.push(found);
    const { services: own, credentials } = found.layer.input;
    below = { services: { ...below.services, ...own }, credentials: { ...below.credentials, ...credentials } };
  }
  return { read, wrong, own: below.services };
}

function gather<T>(problems: AvbError[], make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    return keep(problems, error);
  }
}

function keep(problems: AvbError[], error: unknown): undefined {
  if (error instanceof AvbErrors) problems.push(...error.problems);
  else if (error instanceof AvbError) problems.push(error);
  else throw error;
}

function refuse(problems: readonly AvbError[]): void {
  const [first, ...rest] = problems;
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
}
