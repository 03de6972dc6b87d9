import { expect, test } from "vitest";
import type { FakeServer } from "../support/fake-world.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const URL = "http://127.0.0.1:8080/_avb/health";

const failing = (error: object): FakeServer => {
  return () => Promise.reject(Object.assign(new Error(""), error));
};

test.each<[string, FakeServer, string]>([
  ["a refused connection", () => undefined, `${URL} cannot be asked (connect ECONNREFUSED 127.0.0.1:8080)`],
  ["a request without a message", failing({ code: "EMFILE" }), `${URL} cannot be asked (EMFILE)`],
  ["no answer in time", failing({ name: "AbortError", code: "ABORT_ERR" }), `${URL} gives no answer within 8000 ms`],
  [
    "another program",
    () => ({ status: 200, headers: {}, body: "<html>" }),
    `${URL} answers 200, and not as avb's server`,
  ],
  [
    "another server of avb",
    () => ({ status: 200, headers: {}, body: '{"instance":"other","version":"1.0.0","pid":1,"uptimeMs":1}' }),
    "port 8080 is answered by another server of avb",
  ],
])("a server that said it serves and cannot be reached says why: %s", async (_case, server, why) => {
  const { up, world } = lifecycleWorld();
  const start = world.onDetach;
  world.onDetach = async (detached) => {
    const pid = await start(detached);
    world.servers.set("http://127.0.0.1:8080", server);
    return pid;
  };
  await expect(up()).rejects.toMatchObject({
    code: "SERVER_NOT_READY",
    message: `the sandbox server did not come up: it said that it serves, but ${why}`,
  });
});

test("a server that died right after it said that it serves is told as such", async () => {
  const { up, world, sandboxes } = lifecycleWorld();
  const start = world.onDetach;
  world.onDetach = async (detached) => {
    const pid = await start(detached);
    world.living.delete(pid);
    sandboxes[0]?.die();
    return pid;
  };
  await expect(up()).rejects.toMatchObject({
    code: "SERVER_NOT_READY",
    message: "the sandbox server did not come up: it said that it serves, but its process is gone",
  });
});
