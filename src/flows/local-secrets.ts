import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { Secret } from "../domain/secret.ts";
import type { World } from "../domain/world.ts";

const BITS = 192;

/** The secrets of one checkout: made once, kept 0600 in avb's state folder, never printed. */
export interface LocalSecrets {
  /** The secret of that name; made now if it is new. Call `save` before relying on it elsewhere. */
  get(name: string): Secret;
  /** Writes what is new, if anything is. */
  save(): Promise<void>;
}

/** Opens the checkout's secrets. */
export async function openLocalSecrets(world: World, checkout: Checkout): Promise<LocalSecrets> {
  const path = checkout.state.secrets;
  const known = parse(path, await world.files.read(path));
  let changed = false;
  return {
    get(name) {
      const found = known.get(name);
      if (found !== undefined) return new Secret(found);
      const made = world.random.token(BITS);
      known.set(name, made);
      changed = true;
      return new Secret(made);
    },
    async save() {
      if (changed) await world.files.write(path, `${JSON.stringify(Object.fromEntries([...known].sort()), null, 2)}\n`);
      changed = false;
    },
  };
}

function parse(path: string, text: string | undefined): Map<string, string> {
  if (text === undefined) return new Map();
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
  } catch (cause) {
    throw AvbError.of("STATE_CORRUPT", { path, why: "it is not JSON" }, { cause });
  }
}
