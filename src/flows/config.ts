import type { ConfigOverrides } from "../domain/config.ts";
import { type ConfigLine, configLines } from "../domain/config-view.ts";
import { dormantNotes } from "../domain/dormant-keys.ts";
import type { World } from "../domain/world.ts";
import { openCheckout } from "./open-checkout.ts";

/** The effective configuration of a checkout. */
export interface ConfigView {
  readonly root: string;
  /** The files that were read. */
  readonly files: readonly string[];
  readonly values: readonly ConfigLine[];
}

/** Reads the configuration as every other command does, and says where each value came from and, to `caution`, what nothing acts on. */
export async function showConfig(
  world: World,
  overrides: ConfigOverrides,
  caution: (text: string) => void,
): Promise<ConfigView> {
  const checkout = await openCheckout(world, overrides);
  for (const note of dormantNotes(checkout.loaded)) caution(note);
  const files = checkout.loaded.files.map(({ path }) => path);
  return { root: checkout.root, files, values: configLines(checkout) };
}

/** The JSON Schema of `.devenvrc`. */
export const configSchemaDocument = (world: World): Promise<Readonly<Record<string, unknown>>> =>
  world.configSchema.jsonSchema();
