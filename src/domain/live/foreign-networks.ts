import type { Labelled } from "../containers.ts";
import { AvbError } from "../errors/avb-error.ts";
import { anotherSlot, parseSlot } from "../slots.ts";
import { type DesiredStack, LABELS } from "./desired.ts";

/** Who made something at the engine, as far as its labels tell. */
export function ownerOf(labels: Labelled["labels"]): string {
  const root = labels[LABELS.root];
  return root === undefined ? "nobody that avb knows" : `the checkout in ${root}`;
}

/** The error of a network that is somebody else's (NETWORK_FOREIGN, 3), with a slot that is not the stack's own as a way out. */
export function networkForeign({ name, labels }: Labelled, there: Labelled["labels"]): AvbError {
  const slot = parseSlot(labels[LABELS.slot] ?? "") ?? 0;
  return AvbError.of("NETWORK_FOREIGN", { name, owner: ownerOf(there), slot: String(anotherSlot(slot)) });
}

/** A network that the stack needs under a name which is somebody else's already: NETWORK_FOREIGN (3) for each. */
export const foreignNetworks = (desired: DesiredStack, networks: readonly Labelled[]): readonly AvbError[] =>
  desired.networks.flatMap(({ name, labels }) => {
    const there = networks.find((one) => one.name === name);
    if (there === undefined || there.labels[LABELS.checkout] === labels[LABELS.checkout]) return [];
    return [networkForeign({ name, labels }, there.labels)];
  });
