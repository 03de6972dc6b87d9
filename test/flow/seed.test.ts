import { describe, expect, test } from "vitest";
import { reset } from "../../src/flows/reset.ts";
import { seed } from "../../src/flows/seed.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const ALL = { services: [], planOnly: false };

const seeded = async () => {
  const setUp = lifecycleWorld();
  await setUp.up();
  const store = setUp.sandboxes[0]?.store;
  if (store === undefined) throw new Error("no sandbox was started");
  return { ...setUp, store };
};

const stranger = {
  ...{ id: "5b0ab1b2-6f2e-4b7e-9d7e-0d6a3c1c2d3e", username: "mine@app.local", email: "mine@app.local" },
  ...{ firstName: "", lastName: "", enabled: true, emailVerified: true, attributes: {}, roles: ["user"], groups: [] },
};

const SECRET_DIFFERS = { field: "secret", have: "[another secret]", want: "[this checkout's secret]" };

describe("seed", () => {
  test("a second run writes nothing", async () => {
    const { tools } = await seeded();
    expect((await seed(tools, ALL)).written).toBe(0);
  });

  test("a changed password is seen by its fingerprint and written again, without being shown", async () => {
    const { tools, store } = await seeded();
    const user = store.findUser({ username: "demo@test.com" });
    if (user === undefined) throw new Error("no demo user");
    const { password } = user;
    await store.apply([{ do: "put", kind: "user", key: user.username, value: { ...user, password: "another" } }]);
    const result = await seed(tools, { services: ["keycloak"], planOnly: false });
    expect(result.services[0]?.changes).toEqual([
      { kind: "user", key: "demo@test.com", do: "update", fields: [SECRET_DIFFERS] },
    ]);
    expect(store.findUser({ username: "demo@test.com" })?.password).toBe(password);
    expect(JSON.stringify(result)).not.toContain(password);
  });

  test("--plan tells what differs and writes nothing", async () => {
    const { tools, store } = await seeded();
    await store.apply([{ do: "remove", kind: "user", key: "demo@test.com" }]);
    const planned = await seed(tools, { services: [], planOnly: true });
    expect(planned).toMatchObject({ planned: true, written: 0 });
    expect(planned.services[0]?.changes).toEqual([{ kind: "user", key: "demo@test.com", do: "create" }]);
    expect(store.findUser({ username: "demo@test.com" })).toBeUndefined();
  });

  test("what an application added is reported and left alone, until a reset of the seeds", async () => {
    const { tools, store } = await seeded();
    await store.apply([{ do: "put", kind: "user", key: stranger.username, value: stranger }]);
    const result = await seed(tools, ALL);
    expect(result.written).toBe(0);
    expect(result.services[0]?.changes).toEqual([{ kind: "user", key: "mine@app.local", do: "orphan" }]);
    expect(store.findUser({ username: "mine@app.local" })).toBeDefined();
    await reset(tools, { seedsOnly: true });
    expect(store.findUser({ username: "mine@app.local" })).toBeUndefined();
    expect(store.findUser({ username: "demo@test.com" })).toBeDefined();
  });

  test("a service that the mode bypasses is reported with the matrix's word, and is no failure", async () => {
    const { tools } = await seeded();
    const { services } = await seed(tools, { services: ["vault", "opa"], planOnly: false });
    expect(services.map(({ service, does, word }) => [service, does, word])).toEqual([
      ["vault", "nothing", "BYPASSED"],
      ["opa", "nothing", "DISABLED"],
    ]);
  });

  test.each([
    [{ services: ["vualt"], planOnly: false }, "SEED_UNKNOWN", 2],
    [{ mode: "production", ...ALL }, "VERB_NOT_IN_MODE", 2],
    [{ mode: "live", ...ALL }, "ENGINE_UNREACHABLE", 6],
    [ALL, "SANDBOX_NOT_RUNNING", 8],
  ])("%o without a running sandbox is %s", async (options, code, exitCode) => {
    const { tools } = lifecycleWorld();
    await expect(seed(tools, options)).rejects.toMatchObject({ code, exitCode });
  });
});

describe("the team's own identities", () => {
  test("a user of .devenvrc is made with its tenant's group, and a client's redirect URIs are added to", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
    world.files.put(
      "/home/dev/shop/.devenvrc",
      "users:\n  - username: ada@shop.test\n    tenant: Acme Voice\n    roles: [cashier]\nclients:\n  - id: portal-frontend\n    redirectUris: [http://localhost:4000/callback]\n    origins: [http://localhost:4000]\n",
    );
    await up();
    const store = sandboxes[0]?.store;
    expect(store?.findUser({ username: "ada@shop.test" })).toMatchObject({
      ...{ email: "ada@shop.test", roles: ["cashier"], groups: ["/acme-voice"] },
      attributes: { tenant_id: ["00000000-0000-0000-0000-000000000001"] },
    });
    expect(store?.findRole({ name: "cashier" })).toBeDefined();
    const portal = store?.findClient({ clientId: "portal-frontend" });
    expect(portal?.redirectUris).toEqual(
      expect.arrayContaining(["http://localhost:65027/auth/callback", "http://localhost:4000/callback"]),
    );
    expect(portal?.public).toBe(true);
    expect((await up()).plan).toEqual([]);
  });

  test("addresses on AgentVoiceBox's own ports follow the slot, shipped ones and the team's; others stay", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
    world.files.put(
      "/home/dev/shop/.devenvrc",
      "slot: 7\nclients:\n  - id: reports\n    redirectUris: [http://localhost:65010/cb, http://localhost:4000/cb, https://app.test:65010/cb]\n    origins: [http://localhost:65010]\n",
    );
    await up();
    const clients = sandboxes[0]?.store.clients() ?? [];
    const [portal, reports] = ["portal-frontend", "reports"].map((id) =>
      clients.find(({ clientId }) => clientId === id),
    );
    expect(portal?.redirectUris).toContain("http://localhost:65377/auth/callback");
    expect(portal?.redirectUris).not.toContain("http://localhost:65027/auth/callback");
    expect(reports?.redirectUris).toEqual([
      "http://localhost:65360/cb",
      "http://localhost:4000/cb",
      "https://app.test:65010/cb",
    ]);
    expect(reports?.webOrigins).toEqual(["http://localhost:65360"]);
    expect((await up()).plan).toEqual([]);
  });

  test("a tenant that nobody knows is a configuration error, and nothing is started", async () => {
    const { up, world } = lifecycleWorld();
    world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
    world.files.put("/home/dev/shop/.devenvrc", "users:\n  - username: ada@shop.test\n    tenant: Acne Voice\n");
    await expect(up()).rejects.toMatchObject({
      ...{ code: "CONFIG_TENANT_UNKNOWN", exitCode: 3 },
      place: { file: ".devenvrc", line: 3, column: 13, keyPath: "users[0].tenant" },
    });
    expect(world.detached).toEqual([]);
  });
});
