import type { Labelled } from "../containers.ts";
import { AvbError } from "../errors/avb-error.ts";
import { type DesiredStack, LABELS } from "./desired.ts";

/** A volume whose data was written under other keys than those of now: VOLUME_OTHER_KEYS (9) for the first of each service. */
export function otherKeys(desired: DesiredStack, have: readonly Labelled[], path: string): readonly AvbError[] {
  const found = new Map(have.map(({ name, labels }) => [name, labels[LABELS.keys]]));
  const changed = desired.volumes.filter(({ name, labels }) => {
    const [then, now] = [found.get(name), labels[LABELS.keys]];
    return then !== undefined && now !== undefined && then !== now;
  });
  const first = new Map(changed.toReversed().map(({ name, labels }) => [labels[LABELS.service] ?? name, name]));
  return [...first].map(([service, volume]) => AvbError.of("VOLUME_OTHER_KEYS", { service, volume, path }));
}
