import { describe, expect, test } from "vitest";
import type { Config } from "../../src/domain/config.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { serverRecord } from "../support/server-record.ts";

/** A world in which this checkout's sandbox server runs on these ports. */
function runningWorld(record: Record<string, unknown> = {}) {
  const world = fakeWorld();
  world.living.set(77, { start: "9", command: "node sandbox.cjs" });
  world.files.put(fakeCheckout().state.instance, serverRecord({ identityPort: 65006, ...record }));
  return world;
}

const live: Partial<Config> = { mode: "live" };

describe("the mode of a stack", () => {
  test("is sandbox where nothing is said", async () => {
    expect((await resolveStack(fakeWorld(), fakeCheckout())).mode).toBe("sandbox");
  });

  test("is the configured one, unless another runs, unless another is asked for", async () => {
    expect((await resolveStack(fakeWorld(), fakeCheckout(live))).mode).toBe("live");
    expect((await resolveStack(runningWorld(), fakeCheckout(live))).mode).toBe("sandbox");
    expect((await resolveStack(runningWorld(), fakeCheckout(live), { mode: "production" })).mode).toBe("production");
  });

  test("that does not exist is refused", async () => {
    await expect(resolveStack(fakeWorld(), fakeCheckout(), { mode: "prod" })).rejects.toMatchObject({
      code: "MODE_UNKNOWN",
      exitCode: 2,
    });
  });
});

describe("the ports of a stack", () => {
  test("follow the running server, not the document", async () => {
    const { ports } = await resolveStack(runningWorld(), fakeCheckout());
    expect([ports.get("keycloak.http"), ports.get("lago.api")]).toEqual([65006, 63690]);
  });

  test("follow a configured port only once it is really used", async () => {
    const config = { ports: { keycloak: 65040 } };
    expect((await resolveStack(fakeWorld(), fakeCheckout(config))).ports.get("keycloak.http")).toBe(65040);
    expect((await resolveStack(runningWorld(), fakeCheckout(config))).ports.get("keycloak.http")).toBe(65006);
  });

  test("do not follow a server whose pid is another process now", async () => {
    const world = runningWorld({ processStart: "8" });
    expect((await resolveStack(world, fakeCheckout())).ports.get("keycloak.http")).toBe(8080);
  });

  test("of the live mode are the document's though a sandbox runs", async () => {
    const world = runningWorld({ identityPort: 8080 });
    const { ports } = await resolveStack(world, fakeCheckout(), { mode: "live" });
    expect(ports.get("keycloak.http")).toBe(65006);
  });

  test("a remembered move outside the range is not believed", async () => {
    const world = fakeWorld();
    const checkout = fakeCheckout();
    world.files.put(checkout.state.ports, '{"keycloak.http":[{"wanted":8080,"given":80}]}');
    expect((await resolveStack(world, checkout)).ports.get("keycloak.http")).toBe(8080);
  });

  test.each(["{", "[]", '{"keycloak":[]}', '{"keycloak.http":8080}', '{"keycloak.http":[{"wanted":"x"}]}'])(
    "moves that avb did not write are named: %s",
    async (text) => {
      const world = fakeWorld();
      world.files.put(fakeCheckout().state.ports, text);
      await expect(resolveStack(world, fakeCheckout())).rejects.toMatchObject({ code: "STATE_CORRUPT", exitCode: 3 });
    },
  );

  const HOSTILE = [
    ...["{", "[]", "null", '{"pid":1}', '"text"'],
    // A signal to the pid 0 or -1 would reach every process of this person.
    ...[{ pid: 0 }, { pid: -1 }, { pid: 1.5 }, { pid: "77" }].map(serverRecord),
    ...[{ identityPort: 0 }, { slot: 10 }, { realm: [] }, { adminToken: "" }, { gateway: 1 }].map(serverRecord),
  ];
  test.each(HOSTILE)("a record of a server that avb did not write is named: %s", async (text) => {
    const world = fakeWorld();
    world.files.put(fakeCheckout().state.instance, text);
    await expect(resolveStack(world, fakeCheckout())).rejects.toMatchObject({ code: "STATE_CORRUPT" });
  });
});
