import { describe, expect, it } from "vitest";
import { diffPolicies, lintPolicies, syncPolicies } from "../../src/flows/vault/policies.ts";
import type { FakeRequest, FakeWorld } from "../support/fake-world.ts";
import { fakeWorld } from "../support/fake-world.ts";

const signal = new AbortController().signal;
const ELSEWHERE = "https://vault.example.com:8200";
const ALL = ["backend", "keycloak", "temporal-worker"];

/** A world with avb's documents, and a Vault somewhere that holds policies and nothing else. */
function worldWith(env: Readonly<Record<string, string>> = {}) {
  const world = fakeWorld({ env: { AVB_STATE_DIR: "/state", ...env } });
  world.files.put("/avb/templates/vault/policies/developer.hcl", 'path "a" { capabilities = ["read"] }\n');
  const held = new Map<string, string>();
  world.servers.set(ELSEWHERE, (request) => answer(held, request));
  return { world, held };
}

function answer(held: Map<string, string>, { method, url, body, headers }: FakeRequest) {
  const json = (status: number, value: unknown) => ({ status, headers: {}, body: JSON.stringify(value) });
  if (headers["X-Vault-Token"] !== "s.ops") return json(403, { errors: ["permission denied", "invalid token"] });
  const name = url.pathname.replace("/v1/sys/policies/acl/", "");
  if (method === "POST") held.set(name, JSON.parse(body).policy);
  const policy = held.get(name);
  if (method === "POST") return { status: 204, headers: {}, body: "" };
  return policy === undefined ? json(404, { errors: [] }) : json(200, { data: { name, policy } });
}

const OPS = { VAULT_ADDR: ELSEWHERE, VAULT_TOKEN: "s.ops" };
const wishes = { overrides: {}, names: [] };
const sync = (world: FakeWorld, more: Partial<Parameters<typeof syncPolicies>[1]> = {}) =>
  syncPolicies(
    { world, signal },
    { ...wishes, planOnly: false, allowProduction: false, confirm: async () => true, ...more },
  );
const written = (world: FakeWorld) => world.requests.filter(({ method }) => method !== "GET").length;

describe("a Vault that avb does not run", () => {
  it("is not written to without leave, and what differs is named", async () => {
    const { world } = worldWith(OPS);
    await expect(sync(world)).rejects.toMatchObject({
      ...{ code: "POLICY_PRODUCTION", exitCode: 15 },
      message: expect.stringContaining("backend, keycloak, temporal-worker"),
    });
    expect(written(world)).toBe(0);
  });

  it("is shown what differs before it is written to, and left as it is when the answer is no", async () => {
    const { world } = worldWith(OPS);
    const asked: number[] = [];
    const confirm = async ({ count }: { count: number }) => asked.push(count) < 0;
    expect(await sync(world, { allowProduction: true, confirm })).toMatchObject({ count: 3, written: 0 });
    expect([asked, written(world)]).toEqual([[3], 0]);
  });

  it("gets the matrix's policies, and nothing the second time; the one of development stays at home", async () => {
    const { world, held } = worldWith(OPS);
    expect(await sync(world, { allowProduction: true })).toMatchObject({ external: true, written: 3 });
    expect([...held.keys()].sort()).toEqual(ALL);
    expect(await sync(world)).toMatchObject({ count: 0, written: 0 });
    held.set("theirs", "x");
    held.set("backend", `${held.get("backend")}\npath "sys/*" { capabilities = ["sudo"] }\n`);
    const { verdicts } = await diffPolicies({ world, signal }, { ...wishes, names: ["backend"] });
    expect(verdicts).toMatchObject([{ do: "update", fields: [{ field: 'path "sys/*"', have: "[sudo]", want: "-" }] }]);
    expect(await sync(world, { allowProduction: true })).toMatchObject({ written: 1 });
    expect(held.get("theirs")).toBe("x");
  });

  it("that refuses the token is an error, and not a Vault without policies", async () => {
    const { world } = worldWith({ ...OPS, VAULT_TOKEN: "s.other" });
    const seen = diffPolicies({ world, signal }, wishes);
    await expect(seen).rejects.toMatchObject({ code: "SEED_NOT_READ", message: expect.stringContaining("token") });
  });

  it.each([
    [{ VAULT_ADDR: "http://vault.example.com:8200", VAULT_TOKEN: "s.ops" }, /would get the token unencrypted/],
    [{ VAULT_ADDR: "vault.example.com", VAULT_TOKEN: "s.ops" }, /no address/],
    [{ VAULT_ADDR: ELSEWHERE }, /VAULT_TOKEN is not set/],
    [{}, /no Vault runs in mode sandbox/],
  ])("is not asked with %o", async (env, says) => {
    const { world } = worldWith(env as Record<string, string>);
    const seen = diffPolicies({ world, signal }, wishes);
    await expect(seen).rejects.toMatchObject({ code: "POLICY_TARGET", message: expect.stringMatching(says) });
    expect(world.requests).toEqual([]);
  });
});

it("a policy of that name is looked for among the documents", async () => {
  const { world } = worldWith(OPS);
  await expect(sync(world, { names: ["bakend"] })).rejects.toMatchObject({ code: "POLICY_UNKNOWN", exitCode: 2 });
});

describe("lint", () => {
  it("names file, line and column of everything that Vault would refuse", async () => {
    const { world } = worldWith();
    world.files.put(
      "/home/dev/shop/bad.hcl",
      'path "a" {\n  capabilites = ["read"]\n}\npath "b/+*" { policy = "all" }\n',
    );
    const lint = lintPolicies(world, {}, ["bad.hcl"]);
    await expect(lint).rejects.toMatchObject({
      problems: [
        { code: "POLICY_WRONG", exitCode: 3, place: { file: "bad.hcl", line: 2, column: 3 } },
        { place: { file: "bad.hcl", line: 4, column: 1 } },
        { place: { file: "bad.hcl", line: 4, column: 15 } },
      ],
    });
  });

  it("finds nothing in avb's own", async () => {
    expect(await lintPolicies(worldWith().world, {}, [])).toEqual({ files: 4, doubtful: [] });
  });
});
