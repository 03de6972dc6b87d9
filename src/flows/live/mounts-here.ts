import type { World } from "../../domain/world.ts";

/**
 * Whether containers see folders of this machine: not at an engine behind ssh. An address that cannot be read is told by
 * whoever asks the engine.
 */
export const mountsHere = ({ engine }: Pick<World, "engine">): Promise<boolean> =>
  engine.place().then(
    ({ reach }) => reach !== "ssh",
    () => true,
  );
