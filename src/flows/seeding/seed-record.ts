import type { Checkout } from "../../domain/checkout.ts";
import { isCount, isListOf, isMapOf, isRecordOf, isText, orAbsent, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import type { Standing } from "../live/await-usable.ts";

/** How one service was seeded last. */
export interface SeededAs {
  /** A digest of what was wanted; empty while it is written, so that a run that was cut off is seen. */
  readonly facts: string;
  /** A digest of what its documents were made from. */
  readonly inputs?: string;
  /** How its containers stood: after another start nobody knows what they hold (F28). */
  readonly standing: readonly Standing[];
  /** What avb made there, as `kind key`. */
  readonly made: readonly string[];
}

/** In the place of a digest: what it was seeded from was written anew since. */
export const OUTDATED = "outdated";

/** By service. */
export type SeedRecord = Readonly<Record<string, SeededAs>>;

const isStanding = isRecordOf<Standing>({ id: isText, startedAtMs: isCount, restartCount: isCount });
const isSeedRecord = isMapOf(
  isRecordOf<SeededAs>({
    facts: isText,
    inputs: orAbsent(isText),
    standing: isListOf(isStanding),
    made: isListOf(isText),
  }),
);

/** What is written down; nothing for a file that cannot be read, since the services themselves are asked then. */
export async function seedRecord(world: World, { state }: Checkout): Promise<SeedRecord> {
  const text = await world.files.read(state.seeds);
  return (text === undefined ? undefined : readJson(text, isSeedRecord)) ?? {};
}

/** Writes down how one service was seeded; services that end at the same time wait for each other. */
export function keepSeeded(world: World, checkout: Checkout, service: string, as: SeededAs): Promise<void> {
  const { seeds } = checkout.state;
  const write = async () => {
    const record = { ...(await seedRecord(world, checkout)), [service]: as };
    await world.files.write(seeds, `${JSON.stringify(record, null, 2)}\n`);
  };
  const next = (writing.get(seeds) ?? Promise.resolve()).then(write, write);
  writing.set(seeds, next);
  return next;
}

/**
 * Writes down what the documents are made from now, where they say the same as when the services were seeded: the next look
 * need not open them. What was seeded meanwhile is left as that has written it.
 */
export async function keepInputs(
  world: World,
  checkout: Checkout,
  open: readonly { readonly service: string; readonly facts: string; readonly inputs: string }[],
): Promise<void> {
  for (const { service, facts, inputs } of open) {
    const as = (await seedRecord(world, checkout))[service];
    if (as?.facts === facts && as.inputs !== inputs) await keepSeeded(world, checkout, service, { ...as, inputs });
  }
}

/** The last write of each file. */
const writing = new Map<string, Promise<void>>();
