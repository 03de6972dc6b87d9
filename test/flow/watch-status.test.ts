import { expect, test } from "vitest";
import type { StatusResult } from "../../src/domain/status.ts";
import { watchStatus } from "../../src/flows/watch-status.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

test("what is seen is told once, then each change, until the signal", async () => {
  const { up, world, sandboxes } = lifecycleWorld();
  await up();
  const stop = new AbortController();
  const seen: StatusResult["state"][] = [];
  let looks = 0;
  const { clock } = world;
  Object.assign(world, {
    clock: {
      now: () => clock.now(),
      // After the second look it dies, after the fourth the watcher is interrupted.
      sleep: async (ms: number) => {
        expect(ms).toBe(1000);
        looks += 1;
        if (looks === 2) sandboxes[0]?.die();
        if (looks === 4) stop.abort("SIGINT");
      },
    },
  });
  const last = await watchStatus(world, { signal: stop.signal, changed: ({ state }) => void seen.push(state) });
  expect(seen).toEqual(["usable", "not running"]);
  expect(last.state).toBe("not running");
  expect(looks).toBe(4);
});
