import { describe, expect, test } from "vitest";
import type { Config } from "../../src/domain/config.ts";
import { allocatePorts, keepPorts } from "../../src/flows/allocate-ports.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";
import { serverRecord } from "../support/server-record.ts";

const nginx = { pid: 812, command: "nginx" };

async function allocated(
  world: FakeWorld,
  checkout = fakeCheckout(),
  options: { strict?: boolean; mode?: string } = {},
) {
  const stack = await resolveStack(world, checkout, { mode: options.mode ?? "sandbox" });
  return allocatePorts(world, checkout, { stack, strict: options.strict === true });
}

function running(world: FakeWorld, checkout = fakeCheckout(), identityPort = 8080): void {
  world.living.set(77, { start: "9", command: "node sandbox.cjs" });
  world.files.put(checkout.state.instance, serverRecord({ identityPort }));
  world.taken.set(identityPort, { pid: 77, command: "node sandbox.cjs" });
  world.taken.set(63690, { pid: 77, command: "node sandbox.cjs" });
}

describe("allocating ports", () => {
  test("free ports stay as documented, and nothing is written", async () => {
    const world = fakeWorld();
    const allocation = await allocated(world);
    await keepPorts(world, fakeCheckout(), allocation);
    expect([allocation.moved, allocation.stack.ports.get("keycloak.http"), world.files.writes]).toEqual([[], 8080, []]);
  });

  test("a taken 8080 moves to 65006, names its owner, and sticks when 8080 is free again", async () => {
    const world = fakeWorld();
    world.taken.set(8080, nginx);
    const first = await allocated(world);
    expect(first.moved).toEqual([
      { service: "keycloak", port: "http", from: 8080, to: 65006, because: "nginx (pid 812)" },
    ]);
    await keepPorts(world, fakeCheckout(), first);
    world.taken.clear();
    const second = await allocated(world);
    expect([second.moved, second.stack.ports.get("keycloak.http")]).toEqual([[], 65006]);
    expect((await resolveStack(world, fakeCheckout())).ports.get("keycloak.http")).toBe(65006);
  });

  test("an embedded port must be free on ::1 as well", async () => {
    const world = fakeWorld();
    const probe = async (host: string, port: number): Promise<"taken" | "free"> =>
      host === "::1" && port === 8080 ? "taken" : "free";
    const stack = await resolveStack(world, fakeCheckout());
    const sockets = { ...world.sockets, probe };
    const { moved } = await allocatePorts({ ...world, sockets }, fakeCheckout(), { stack });
    expect(moved.map(({ from, to }) => [from, to])).toEqual([[8080, 65006]]);
  });

  test("a machine without ::1 is no obstacle", async () => {
    const world = fakeWorld();
    const probe = async (host: string): Promise<"unavailable" | "free"> => (host === "::1" ? "unavailable" : "free");
    const stack = await resolveStack(world, fakeCheckout());
    const sockets = { ...world.sockets, probe };
    expect((await allocatePorts({ ...world, sockets }, fakeCheckout(), { stack })).moved).toEqual([]);
  });

  test("--strict never moves: a taken port is an error with owner, service and fix", async () => {
    const world = fakeWorld();
    world.taken.set(8080, nginx);
    await expect(allocated(world, fakeCheckout(), { strict: true })).rejects.toMatchObject({
      code: "PORT_TAKEN",
      exitCode: 7,
      message: "port 8080 is held by nginx (pid 812); keycloak needs it",
      fixes: ["kill 812", "leave out --strict, and it moves inside its range"],
    });
  });

  test("a container is named with its project when the process only forwards for it", async () => {
    const world = fakeWorld();
    world.taken.set(8080, { uid: 0 });
    const owner = { container: "other-db-1", project: "other", directory: "/home/me/other" };
    const engine = { ...world.engine, containerOnPort: async () => owner };
    const stack = await resolveStack(world, fakeCheckout());
    const { moved } = await allocatePorts({ ...world, engine }, fakeCheckout(), { stack });
    expect(moved[0]?.because).toBe("container other-db-1 of project other (/home/me/other)");
  });

  test("a full range is an error, never a port from elsewhere", async () => {
    const world = fakeWorld();
    for (let port = 63690; port <= 63699; port += 1) world.taken.set(port, nginx);
    await expect(allocated(world)).rejects.toMatchObject({ code: "PORT_RANGE_FULL", exitCode: 7 });
  });

  test("ports held by our own running server are kept", async () => {
    const world = fakeWorld();
    running(world);
    expect((await allocated(world)).moved).toEqual([]);
  });

  test("a dead server's ports are nobody's", async () => {
    const world = fakeWorld();
    running(world);
    world.living.delete(77);
    world.taken.set(8080, nginx);
    expect((await allocated(world)).moved.map(({ to }) => to)).toContain(65006);
  });

  test("a configured port is wanted and follows the slot", async () => {
    const config: Partial<Config> = { ports: { keycloak: 65040 } };
    const inSlot = async (slot: 0 | 3) =>
      (await resolveStack(fakeWorld(), fakeCheckout(config, { slot }))).ports.get("keycloak.http");
    expect([await inSlot(0), await inSlot(3)]).toEqual([65040, 65190]);
  });
});
