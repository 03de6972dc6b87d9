import { describe, expect, test } from "vitest";
import type { LookWishes } from "../../src/domain/seeding.ts";
import { env } from "../../src/flows/env.ts";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { vaultSeeder } from "../../src/flows/seeding/seed-vault.ts";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { vaultApi } from "../../src/services/vault/api.ts";
import { fakeVault } from "../support/fake-vault.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { putTemplates } from "../support/lifecycle-world.ts";
import { VAULT_OBLIGATIONS } from "../support/vault-obligations.ts";

const URL = "http://127.0.0.1:65003";
const TOKEN = "s.root";
const SILENT = { progress: () => undefined };

/** A live stack in a fake world, whose Vault is open and empty; `config` is its `.devenvrc`, trusted. */
async function emptyVault(config?: string) {
  const world = fakeWorld({ env: { AVB_STATE_DIR: "/state" } });
  putTemplates(world);
  if (config !== undefined) {
    world.files.put("/home/dev/shop/.devenvrc", config);
    await grantTrust(world, (await showTrust(world)).hash);
  }
  const vault = fakeVault(TOKEN);
  world.servers.set(URL, (request) => vault.server(request));
  const checkout = await openCheckout(world);
  world.files.put(checkout.state.containers, JSON.stringify({ mode: "live", with: [], without: [], usable: {} }));
  world.files.put(checkout.state.vault, JSON.stringify({ unsealKey: "k", rootToken: TOKEN }));
  const stack = await resolveStack(world, checkout);
  const seeding = await vaultSeeder.open({ world, checkout, stack, secrets: await liveSecrets(world, checkout) });
  const { signal } = new AbortController();
  const look = (more: Partial<LookWishes> = {}) =>
    seeding.look({ everything: true, prune: false, made: new Set(), ids: new Map(), signal, ...more });
  const seed = async (more: Partial<LookWishes> = {}) => {
    const seen = await look(more);
    await seen.write(SILENT);
    return seen;
  };
  return { world, vault, look, seed, api: vaultApi({ world, url: URL, token: TOKEN }) };
}

describe("the fake Vault keeps what avb relies on", () => {
  test.each(Object.entries(VAULT_OBLIGATIONS))("%s", async (_what, holds) => {
    const { api } = await emptyVault();
    await api.write("sys/mounts/secret", { type: "kv", options: { version: "2" } });
    await holds(api);
  });
});

describe("an empty Vault", () => {
  test("is made what the documents say, and written to no second time", async () => {
    const { vault, seed, look } = await emptyVault();
    const first = await seed();
    expect(first.differing).toBeGreaterThan(40);
    const kept = new Map(vault.held);
    vault.writes.length = 0;
    expect((await seed()).differing).toBe(0);
    expect([vault.writes, new Map(vault.held)]).toEqual([[], kept]);
    expect((await look()).verdicts.filter(({ do: word }) => word !== "keep")).toEqual([]);
  });

  test("goes on where a write was refused, and makes no second authority", async () => {
    const { world, vault, seed, look } = await emptyVault();
    let writes = 0;
    world.servers.set(URL, (request) => {
      if (request.method !== "GET" && ++writes > 20) return { status: 500, headers: {}, body: '{"errors":["full"]}' };
      return vault.server(request);
    });
    await expect(seed()).rejects.toMatchObject({ code: "SEED_WRITE_FAILED", exitCode: 9 });
    world.servers.set(URL, (request) => vault.server(request));
    const left = await look();
    expect(left.differing).toBeGreaterThan(10);
    await left.write(SILENT);
    expect((await look()).differing).toBe(0);
    expect([...vault.held.keys()].filter((path) => /^pki(?:-root)?\/issuer\//.test(path))).toHaveLength(2);
  });

  test("shows what a person has changed, and puts that back alone", async () => {
    const { api, vault, seed, look } = await emptyVault();
    await seed();
    await api.write("sys/policies/acl/backend", { policy: 'path "secret/*" { capabilities = ["read"] }' });
    await api.write("auth/approle/role/keycloak", { token_policies: ["keycloak", "backend"] });
    await api.write("auth/token/revoke", { token: "devtoken" });
    await api.write("sys/policies/acl/theirs", { policy: "" });
    const { verdicts } = await look();
    expect(verdicts.filter(({ do: word }) => word !== "keep").map((one) => `${one.do} ${one.kind} ${one.key}`)).toEqual(
      [...["update policy backend", "update approle keycloak", "create token devtoken", "orphan policy theirs"]],
    );
    vault.writes.length = 0;
    await seed({ prune: true });
    expect(vault.writes.toSorted()).toEqual([
      ...["POST auth/approle/role/keycloak", "POST auth/token/create", "POST sys/policies/acl/backend"],
    ]);
    await seed({ prune: true, made: new Set(["policy theirs"]) });
    expect(vault.held.has("sys/policies/acl/theirs")).toBe(false);
  });

  test("renews its token and its AppRoles' secret ids once half of their time is over, and makes none anew before", async () => {
    const { vault, seed, look } = await emptyVault();
    await seed();
    vault.writes.length = 0;
    for (const [path, one] of vault.held) {
      if (path.startsWith("token/")) vault.held.set(path, { ...one, ttl: Number(one.period) * 0.49 });
      if (path.startsWith("approle-ids/backend/"))
        vault.held.set(path, { ...one, expiration_time: new Date(1_700_000_000_000).toISOString() });
    }
    const { verdicts } = await seed();
    expect(verdicts.filter(({ do: word }) => word !== "keep").map((one) => `${one.do} ${one.kind} ${one.key}`)).toEqual(
      [...["update secret id backend", "update token devtoken"]],
    );
    expect(vault.writes.toSorted()).toEqual([
      "POST auth/approle/role/backend/custom-secret-id",
      "POST auth/approle/role/backend/secret-id/destroy",
      "POST auth/token/renew",
    ]);
    expect((await look()).differing).toBe(0);
  });

  test("is given the mount and the token that .devenvrc chooses, and applications are told of both", async () => {
    const { world, vault, seed, look } = await emptyVault("vault: {mount: tried-kv, token: generated}\n");
    await seed();
    expect((await look()).differing).toBe(0);
    expect([...vault.held.keys()].filter((path) => path.startsWith("secret/"))).toEqual([]);
    expect([...vault.held.keys()]).toContain("tried-kv/kv/agentvoicebox/backend/lago");
    const { policy } = vault.held.get("sys/policies/acl/backend") ?? {};
    expect(policy).toContain('path "tried-kv/data/agentvoicebox/backend/*"');
    expect(policy).not.toContain("secret/data");
    const tokens = [...vault.held.keys()].flatMap((path) => /^token\/(.*)$/.exec(path)?.[1] ?? []);
    const wishes = { view: "host", services: ["vault"], renames: [] } as const;
    const told = (reveal: boolean) => env(world, { overrides: {}, wishes, reveal });
    const values = async (reveal: boolean) =>
      Object.fromEntries((await told(reveal)).report.variables.map(({ name, value }) => [name, value]));
    expect(tokens).toEqual([(await values(true)).VAULT_TOKEN]);
    expect(tokens).not.toEqual(["devtoken"]);
    expect(tokens[0]?.length).toBeGreaterThan(20);
    const shown = await values(false);
    expect([shown.VAULT_TOKEN, shown.VAULT_MOUNT_POINT]).toEqual([undefined, "tried-kv"]);
  });

  test("that is sealed is never taken for an empty one", async () => {
    const { vault, seed, look } = await emptyVault();
    await seed();
    vault.sealed = true;
    vault.writes.length = 0;
    const sealed = { code: "SEED_NOT_READ", exitCode: 9, message: expect.stringContaining("Vault is sealed") };
    await expect(look()).rejects.toMatchObject(sealed);
    expect(vault.writes).toEqual([]);
  });
});
