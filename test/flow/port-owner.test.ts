import { describe, expect, test } from "vitest";
import { describeOwner, stopOwner } from "../../src/domain/port-owner-text.ts";
import { allocatePorts } from "../../src/flows/allocate-ports.ts";
import { portOwner } from "../../src/flows/port-owner.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";
import { serverRecord } from "../support/server-record.ts";

const OTHER = "/home/dev/my api";

/** A world in which another checkout's sandbox holds 8080; its record says this. */
function held({ slot = 0, start = "9", root = OTHER, state = "/state" } = {}): FakeWorld {
  const world = fakeWorld();
  const folder = `${state}/my-api-00000000`;
  world.files.put(`${OTHER}/.git`, "");
  world.living.set(77, { start: "9", command: `/usr/bin/node /opt/avb/dist/sandbox.cjs ${folder}/launch.json` });
  world.files.put(`${folder}/instance.json`, serverRecord({ root, slot, pid: 77, processStart: start }));
  world.taken.set(8080, { pid: 77, command: "node sandbox.cjs" });
  return world;
}

async function told(world: FakeWorld) {
  const owner = await portOwner(world, 8080);
  return [describeOwner(owner), stopOwner(owner, 8080, "linux")];
}

describe("a port that another checkout's sandbox holds", () => {
  test("names that checkout, and the command that ends its sandbox in order", async () => {
    expect(await told(held())).toEqual([`the avb sandbox of ${OTHER} (pid 77)`, `cd '${OTHER}' && avb dev down`]);
    const world = held();
    const stack = await resolveStack(world, fakeCheckout(), { mode: "sandbox" });
    await expect(allocatePorts(world, fakeCheckout(), { stack, strict: true })).rejects.toMatchObject({
      code: "PORT_TAKEN",
      message: `port 8080 is held by the avb sandbox of ${OTHER} (pid 77); keycloak needs it`,
      fixes: [`cd '${OTHER}' && avb dev down`, expect.any(String)],
    });
  });

  test("the command finds a sandbox in another slot or another state folder", async () => {
    expect((await told(held({ slot: 3 })))[1]).toBe(`cd '${OTHER}' && AVB_SLOT=3 avb dev down`);
    expect((await told(held({ state: "/else where" })))[1]).toBe(
      `cd '${OTHER}' && AVB_STATE_DIR='/else where' avb dev down`,
    );
  });

  test("a checkout that is gone has no folder to go to", async () => {
    const world = held({ root: "/home/dev/removed" });
    expect(await told(world)).toEqual(["the avb sandbox of /home/dev/removed (pid 77)", "avb dev down --all"]);
  });

  test("a record of another process, or one that cannot be read, is not believed", async () => {
    const nobody = ["the avb sandbox of another checkout (pid 77)", "kill 77"];
    expect(await told(held({ start: "8" }))).toEqual(nobody);
    const world = held();
    world.files.put("/state/my-api-00000000/instance.json", "{");
    expect(await told(world)).toEqual(nobody);
    const closed = held();
    closed.files.read = () => Promise.reject(new Error("EACCES"));
    expect(await told(closed)).toEqual(nobody);
  });
});
