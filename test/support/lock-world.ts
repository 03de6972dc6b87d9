import { lockImages } from "../../src/flows/lock-images.ts";
import { imageOf } from "./fake-engine-places.ts";
import { liveWorld } from "./live-world.ts";

/** Where its lock lies. */
export const LOCK_FILE = "/home/dev/shop/.devenv.lock.json";
/** A digest that is easy to read. */
export const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A checkout whose Redis comes from a registry and whose Postgres was built on this machine. */
export function lockWorld() {
  const live = liveWorld();
  const known = {
    ...imageOf("redis:8.0"),
    digests: [`mirror.example/library/redis@${digest("f")}`, `redis@${digest("a")}`],
  };
  live.engine.images.set("redis:8.0", known);
  live.engine.images.set(`redis:8.0@${digest("a")}`, known);
  const overrides = { mode: "sandbox", with: ["redis", "postgres"] };
  const request = { overrides, version: "1.0.0", pull: true, check: false };
  return {
    ...live,
    lock: (more: Partial<typeof request> = {}) => lockImages(live.tools, { ...request, ...more }),
    /** What the repository's lock is, however it came there. */
    locked: (images: Readonly<Record<string, string>>) =>
      live.world.files.put(LOCK_FILE, JSON.stringify({ version: 1, images })),
  };
}
