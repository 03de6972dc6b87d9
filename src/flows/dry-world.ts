import type { World } from "../domain/world.ts";

/** The same world for those who only look: what would be written is let go, so that nothing they call can change anything. */
export function dryWorld(world: World): World {
  const { files } = world;
  const nothing = async () => undefined;
  return {
    ...world,
    files: {
      ...files,
      write: nothing,
      append: nothing,
      remove: nothing,
      removeTree: nothing,
      chmod: nothing,
      create: async (path) => (await files.facts(path)) === undefined,
    },
    processes: { ...world.processes, signal: () => undefined },
  };
}
