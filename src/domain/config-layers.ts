import { type Config, DEFAULT_CONFIG, type Origin } from "./config.ts";
import type { ConfigInput } from "./config-schema.ts";
import type { Place } from "./errors/avb-error.ts";
import type { KeyPath } from "./yaml-document.ts";

/** What one source says, and where. */
export interface ConfigLayer {
  readonly origin: Origin;
  readonly input: ConfigInput;
  /** Undefined for what no file says. */
  placeOf(path: KeyPath): Place | undefined;
}

/** The effective configuration with the origin and, where there is one, the place of every key and map entry. */
export interface MergedConfig {
  readonly config: Config;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly places: Readonly<Record<string, Place>>;
}

/** Joins layers, the weakest first: maps entry by entry, everything else as a whole. */
export function mergeLayers(layers: readonly ConfigLayer[]): MergedConfig {
  const origins = new Map<string, Origin>();
  const places = new Map<string, Place>();
  for (const { origin, input, placeOf } of layers)
    for (const path of namedPaths(input)) {
      const name = path.join(".");
      const place = placeOf(path);
      origins.set(name, origin);
      if (place === undefined) places.delete(name);
      else places.set(name, place);
    }
  let config = DEFAULT_CONFIG;
  for (const { input } of layers) config = { ...config, ...input, ...joined(config, input) };
  return settle({ config, origins: Object.fromEntries(origins), places: Object.fromEntries(places) });
}

/** True for a value whose entries are joined. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The keys a source gives, and the entries of those that are maps. */
const namedPaths = (input: ConfigInput): readonly KeyPath[] =>
  Object.entries(input).flatMap(([key, value]) => [
    [key],
    ...(isMap(value) ? Object.keys(value).map((entry) => [key, entry]) : []),
  ]);

const joined = (below: Config, input: ConfigInput) => ({
  ports: { ...below.ports, ...input.ports },
  images: { ...below.images, ...input.images },
  memory: { ...below.memory, ...input.memory },
  env: { ...below.env, ...input.env },
  seeds: { ...below.seeds, ...input.seeds },
  services: { ...below.services, ...input.services },
  hooks: { ...below.hooks, ...input.hooks },
  lago: { ...below.lago, ...input.lago },
  vault: { ...below.vault, ...input.vault },
  credentials: { ...below.credentials, ...input.credentials },
  rotations: { ...below.rotations, ...input.rotations },
  stores: { ...below.stores, ...input.stores },
});

const STRENGTH: readonly Origin[] = ["default", ".devenvrc", ".devenvrc.local", "environment", "flag"];

/** A service that one source wants and a stronger one leaves out, or the other way round, follows the stronger one. */
function settle(merged: MergedConfig): MergedConfig {
  const { config, origins } = merged;
  const strength = (key: "with" | "without") => STRENGTH.indexOf(origins[key] ?? "default");
  const lead = strength("with") - strength("without");
  const wanted = config.with.filter((service) => lead >= 0 || !config.without.includes(service));
  const refused = config.without.filter((service) => lead <= 0 || !config.with.includes(service));
  return { ...merged, config: { ...config, with: [...new Set(wanted)], without: [...new Set(refused)] } };
}
