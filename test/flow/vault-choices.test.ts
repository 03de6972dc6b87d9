import { describe, expect, test } from "vitest";
import { env } from "../../src/flows/env.ts";
import { emptyVault } from "../support/empty-vault.ts";

describe("a seeded Vault", () => {
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
});
