import { expect, test } from "vitest";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

test("a server that takes its time is neither ended nor called gone", async () => {
  const { up, world, steps } = lifecycleWorld();
  const { request } = world.http;
  Object.assign(world.http, {
    request: (options: Parameters<typeof request>[0]) => {
      const isLate = options.url.endsWith("/_avb/health") && options.timeoutMs < 3000;
      return isLate ? Promise.reject(Object.assign(new Error(""), { name: "TimeoutError" })) : request(options);
    },
  });
  await up();
  expect(steps(await up())).toEqual([]);
});
