import { describe, expect, test } from "vitest";
import { opaAt } from "../../src/services/opa/api.ts";
import { fakeOpa } from "../support/fake-opa.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { OPA_OBLIGATIONS } from "../support/opa-obligations.ts";
import { opaWorld, startedOpa } from "../support/opa-world.ts";

const FILES = ["data.json", "policy.rego", "request.rego"];

const names = async ({ world, folder }: ReturnType<typeof opaWorld>) =>
  (await world.files.list(folder())).filter((name) => !name.startsWith(".")).sort();

describe("the fake OPA", () => {
  const world = fakeWorld();
  world.servers.set("http://127.0.0.1:1", fakeOpa().server);
  const opa = opaAt(world.http, 1);
  test.each(Object.entries(OPA_OBLIGATIONS))("%s", (_what, holds) => holds(opa));
});

describe("OPA's seeds", () => {
  test("up loads the policies and the rules, from files that every user may read in a folder that nobody else enters", async () => {
    const set = await startedOpa();
    const { world, opa, folder } = set;
    expect(await names(set)).toEqual(FILES);
    expect([...opa.policies.keys()].sort()).toEqual(["policies/loaded/policy.rego", "policies/loaded/request.rego"]);
    expect(opa.data.get("permissions")).toMatchObject({ rules: expect.arrayContaining([expect.any(Object)]) });
    expect(opa.writes).toEqual([]);
    const mode = async (path: string) => (await world.files.facts(path))?.mode;
    expect([await mode(`${folder()}/policy.rego`), await mode(folder())]).toEqual([0o644, 0o755]);
    const request = set.named("opa")?.request.HostConfig as { readonly Binds: readonly string[] };
    expect(request.Binds).toEqual([`${folder().replace("/loaded", "")}:/policies:ro,z`]);
  });

  test("a second run writes nothing, and the next up does not even look", async () => {
    const set = await startedOpa();
    expect((await set.seedOpa()).written).toBe(0);
    const before = set.world.requests.length;
    expect((await set.up()).plan).toEqual([]);
    expect(set.world.requests.slice(before).filter(({ url }) => url.pathname.startsWith("/v1/policies"))).toEqual([]);
  });

  test("a rule that was changed by hand is named, and put back", async () => {
    const set = await startedOpa();
    const rules = structuredClone(set.opa.data.get("permissions")) as { rules: { roles: string[] }[] };
    rules.rules[1]?.roles.push("user");
    set.opa.data.set("permissions", rules);
    const planned = await set.seedOpa({ planOnly: true });
    expect(planned.services[0]?.changes).toMatchObject([
      { kind: "data", key: "permissions", do: "update", fields: [{ field: "tenant update" }] },
    ]);
    expect((await set.seedOpa()).written).toBe(1);
    expect(set.opa.writes).toEqual(["PUT /v1/data/permissions"]);
    expect((await set.seedOpa()).written).toBe(0);
  });

  test("a policy that was widened by hand is put back, told by the line that differs", async () => {
    const set = await startedOpa();
    set.opa.policies.set("policies/loaded/policy.rego", "package agentvoicebox\n\ndefault allow := true\n");
    const { services } = await set.seedOpa();
    expect(services[0]?.changes).toMatchObject([{ kind: "policy", key: "policy.rego", do: "update" }]);
    expect(services[0]?.changes[0]?.fields?.[0]).toMatchObject({ field: "line 1", have: "package agentvoicebox" });
    expect(set.opa.policies.get("policies/loaded/policy.rego")).toContain("default allow := false");
  });

  test("a file that was changed behind avb's back is put back, though what is loaded is right", async () => {
    const set = await startedOpa({ watch: false });
    await set.world.files.write(`${set.folder()}/request.rego`, "package other\n");
    expect((await set.seedOpa()).written).toBe(1);
    expect(await set.world.files.read(`${set.folder()}/request.rego`)).toContain("package agentvoicebox.request");
  });

  test("a policy that was pushed by hand is unmanaged, and left alone", async () => {
    const set = await startedOpa();
    set.opa.policies.set("mine", "package mine\n");
    const { services, written } = await set.seedOpa({ prune: true });
    expect(written).toBe(0);
    expect(services[0]?.changes).toMatchObject([{ kind: "policy", key: "mine", do: "orphan" }]);
    expect(set.opa.policies.has("mine")).toBe(true);
  });

  test("where the engine tells its containers of no change, the server is told itself", async () => {
    const set = await startedOpa({ watch: false });
    expect(set.opa.writes.sort()).toEqual([
      "PUT /v1/data/permissions",
      "PUT /v1/policies/policies/loaded/policy.rego",
      "PUT /v1/policies/policies/loaded/request.rego",
    ]);
    expect(await names(set)).toEqual(FILES);
  });

  test.each([
    ["an error", { status: 500, headers: {}, body: "{}" }, /it answered 500/],
    ["a page", { status: 200, headers: {}, body: "<html>" }, /no list of policies/],
    ["nothing", { status: 200, headers: {}, body: "" }, /no list of policies/],
  ])("%s in place of the policies is a failed read, and never taken for none", async (_what, answer, why) => {
    const set = await startedOpa();
    set.opa.answer = answer;
    await expect(set.seedOpa()).rejects.toMatchObject({ code: "SEED_NOT_READ", message: expect.stringMatching(why) });
  });
});

test("at an engine on another machine nothing is mounted: the policies are put into the container, and checked there", async () => {
  const set = opaWorld({ watch: false });
  const { world } = set;
  Object.assign(world.engine, { place: async () => ({ address: "ssh://box", reach: "ssh", because: "DOCKER_HOST" }) });
  world.remote = { forward: async ({ started: tell }) => tell(7000).then(() => 7000) };
  world.living.set(7000, { start: "7000", command: "ssh -N" });
  const commands: string[] = [];
  set.program.answer = (args) => void commands.push(args.join(" "));
  await set.up();
  const opa = set.named("opa");
  expect(Object(opa?.request.HostConfig).Binds ?? []).toEqual([]);
  const put = [...(opa?.files.keys() ?? [])];
  for (const name of FILES) expect(put).toContain(`/policies/loaded/${name}`);
  const [candidate = ""] = put
    .filter((path) => path.endsWith("policy_test.rego"))
    .map((path) => path.replace(/\/[^/]*$/, ""));
  expect(candidate).toMatch(/^\/policies\/candidate-[0-9a-f]{8}$/);
  expect(
    commands
      .filter((line) => line.endsWith(candidate))
      .map((line) => line.split(" ")[0])
      .sort(),
  ).toEqual(["check", "test"]);
  expect(set.opa.writes).toHaveLength(3);
  expect((await set.seedOpa()).written).toBe(0);
});
