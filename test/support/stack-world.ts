import { join } from "node:path";
import { nodeHost } from "../../src/adapters/host.ts";
import type { World } from "../../src/domain/world.ts";
import { realWorld } from "../../src/real-world.ts";
import type { LiveStack } from "./live-stack.ts";

const PACKAGE = join(import.meta.dirname, "../..");

/** The real world as a command sees it that is run in this stack's checkout. */
export function worldOf(stack: Pick<LiveStack, "home" | "root" | "slot">): World {
  const env = { ...stack.home.env, AVB_SLOT: stack.slot };
  return realWorld(PACKAGE, { ...nodeHost(PACKAGE), cwd: stack.root, home: stack.home.folder, env });
}
