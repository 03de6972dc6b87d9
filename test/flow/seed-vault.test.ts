import { describe, expect, test } from "vitest";
import { emptyVault, VAULT_URL } from "../support/empty-vault.ts";
import { VAULT_OBLIGATIONS } from "../support/vault-obligations.ts";

const SILENT = { progress: () => undefined };

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

  // A soak refuses each write in turn.
  const POINTS = process.env.AVB_SOAK === undefined ? [0, 1, 20, 47] : Array.from({ length: 48 }, (_, at) => at);

  test.each(POINTS)("goes on where all writes after %i were refused, and makes no second authority", async (taken) => {
    const { world, vault, seed, look } = await emptyVault();
    let writes = 0;
    world.servers.set(VAULT_URL, (request) => {
      const isWrite = request.method !== "GET" && !request.url.pathname.endsWith("/lookup");
      if (isWrite && ++writes > taken) return { status: 500, headers: {}, body: '{"errors":["full"]}' };
      return vault.server(request);
    });
    await expect(seed()).rejects.toMatchObject({ code: "SEED_WRITE_FAILED", exitCode: 9 });
    world.servers.set(VAULT_URL, (request) => vault.server(request));
    const left = await look();
    expect(left.differing).toBeGreaterThan(0);
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
