import { randomUUID } from "node:crypto";
import { systemRandom } from "../../src/adapters/random.ts";
import type { World } from "../../src/domain/world.ts";

/** Chance that is none, where a test compares what comes of it: tokens are counted. */
export function countingRandom(): World["random"] {
  let made = 0;
  return {
    token: (bits) => `token-${++made}-`.padEnd(Math.ceil(bits / 6), "x"),
    uuid: () => randomUUID(),
    fraction: () => 0.5,
    rsaKey: systemRandom.rsaKey,
  };
}
