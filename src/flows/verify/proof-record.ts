import type { Checkout } from "../../domain/checkout.ts";
import { countProofs, type ProofCounts, type ProvenSection } from "../../domain/proof.ts";
import { isCount, isMapOf, isRecordOf, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";

/** What came of a section when it was last proved, and when that was (milliseconds since 1970). */
export interface LastProof extends ProofCounts {
  readonly atMs: number;
}

/** By section. */
export type ProofRecord = Readonly<Record<string, LastProof>>;

const isProofRecord = isMapOf(
  isRecordOf<LastProof>({ atMs: isCount, held: isCount, broken: isCount, skipped: isCount }),
);

/** The last proofs of a checkout's stack; none for a file that cannot be read, since they can be taken again. */
export async function lastProofs(world: World, { state }: Checkout): Promise<ProofRecord> {
  const text = await world.files.read(state.proofs);
  return (text === undefined ? undefined : readJson(text, isProofRecord)) ?? {};
}

/** Writes down what came of these sections; of the others what was there stays. */
export async function keepProofs(
  world: World,
  checkout: Checkout,
  { atMs, sections }: { readonly atMs: number; readonly sections: readonly ProvenSection[] },
): Promise<void> {
  const now = Object.fromEntries(sections.map(({ id, proofs }) => [id, { atMs, ...countProofs(proofs) }]));
  const record: ProofRecord = { ...(await lastProofs(world, checkout)), ...now };
  await world.files.write(checkout.state.proofs, `${JSON.stringify(record, null, 2)}\n`);
}
