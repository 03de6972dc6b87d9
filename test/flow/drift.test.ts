import { describe, expect, test } from "vitest";
import { drift } from "../../src/flows/drift.ts";
import { seed } from "../../src/flows/seed.ts";
import { fakeSeeded } from "../support/fake-seeder.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";
import { liveWorld } from "../support/live-world.ts";

describe("drift", () => {
  test("of a real service is what seed would change, field by field; nothing is written by asking", async () => {
    const live = liveWorld();
    await live.up({ mode: "sandbox", with: ["redis"], seed: false });
    const redis = fakeSeeded({ a: "1", b: "2" });
    const options = { services: ["redis"], seeders: { redis: async () => redis.seeder } };
    await seed(live.tools, { ...options, planOnly: false });
    expect((await drift(live.tools, options)).count).toBe(0);
    redis.held.set("a", "by hand").set("theirs", "3");
    redis.want = { a: "1" };
    const before = [...live.world.files.entries.keys()];
    expect(await drift(live.tools, options)).toMatchObject({
      count: 2,
      services: [
        {
          ...{ service: "redis", unchanged: 0, unmanaged: 1 },
          drift: [
            { key: "a", do: "update", fields: [{ field: "value", have: "by hand", want: "1" }] },
            { key: "b", do: "orphan", ours: true },
          ],
        },
      ],
    });
    expect([...live.world.files.entries.keys()]).toEqual(before);
    expect(redis.asked.filter((one) => one !== "read")).toEqual(["put a", "put b"]);
  });

  test("in the sandbox is told of what stands in, and what the mode bypasses is said", async () => {
    const { up, tools, sandboxes } = lifecycleWorld();
    await up();
    expect((await drift(tools, { services: [] })).count).toBe(0);
    await sandboxes[0]?.store.apply([{ do: "remove", kind: "user", key: "demo@test.com" }]);
    const seen = await drift(tools, { services: ["keycloak", "vault"] });
    expect(seen.count).toBe(1);
    expect(seen.services.map(({ service, does }) => [service, does])).toEqual([
      ["keycloak", "seeds"],
      ["vault", "nothing"],
    ]);
    expect(seen.services[0]?.drift).toEqual([{ kind: "user", key: "demo@test.com", do: "create" }]);
  });
});
