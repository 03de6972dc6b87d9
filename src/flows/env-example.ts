import type { ConfigOverrides } from "../domain/config.ts";
import { documentedStack } from "../domain/documented-stack.ts";
import { EXAMPLE_HEAD, renderExample } from "../domain/env-format/example.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { isMode, type Mode } from "../domain/modes.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { variablesOf } from "./env-values.ts";
import { placeOf } from "./env-write.ts";
import { openCheckout } from "./open-checkout.ts";

/** What is asked of `env --example`. */
export interface EnvExampleRequest {
  readonly overrides: ConfigOverrides;
  readonly wishes: EnvWishes;
  /** Where to write it; only told when absent. */
  readonly path?: string;
  readonly force: boolean;
}

/** An example without secrets; `path` where it was written. */
export interface EnvExample {
  readonly mode: Mode;
  readonly text: string;
  readonly path?: string;
}

/** A `.env.example` for everybody: slot 0 and documented ports, whatever this machine uses, so that all write the same file. */
export async function exampleEnv(world: World, request: EnvExampleRequest): Promise<EnvExample> {
  const { overrides, wishes } = request;
  const checkout = await openCheckout(world, overrides);
  const { config } = checkout.loaded;
  const services = catalogueOf(checkout);
  const mode = modeOf(overrides.mode ?? config.mode ?? "sandbox");
  const stack = documentedStack(services, {
    mode,
    with: overrides.with ?? config.with,
    without: overrides.without ?? config.without,
  });
  const variables = variablesOf(world, checkout, { stack, wishes });
  const titles = new Map(services.map(({ id, title, purpose }) => [id, `${title}: ${purpose}`]));
  const text = renderExample(variables, { mode, titles });
  if (request.path === undefined) return { mode, text };
  const { path } = await placeOf(world, request.path);
  const present = await world.files.read(path);
  if (present !== undefined && !present.startsWith(EXAMPLE_HEAD) && !request.force)
    throw AvbError.of("ENV_FILE_FOREIGN", { path });
  await world.files.write(path, text, 0o644);
  return { mode, text, path };
}

function modeOf(text: string): Mode {
  if (isMode(text)) return text;
  throw AvbError.of("MODE_UNKNOWN", { mode: text });
}
