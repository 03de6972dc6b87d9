import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { VaultApi } from "../../src/services/vault/api.ts";

const named = (what: string): string => `tried-${what}-${randomUUID().slice(0, 8)}`;

/** What avb relies on, of a real Vault and of the fake one alike, by what must hold. Engines `secret` and `transit` and AppRoles are there. */
export const VAULT_OBLIGATIONS: Readonly<Record<string, (vault: VaultApi) => Promise<void>>> = {
  async "what is not there is nothing, and a list of nothing is empty"(vault) {
    expect(await vault.read("sys/policies/acl/never-made")).toBeUndefined();
    expect(await vault.read("secret/data/never/made")).toBeUndefined();
    expect(await vault.list("secret/metadata/never/made")).toEqual([]);
  },

  async "an engine is made once, and says so the second time"(vault) {
    const path = named("kv");
    await vault.write(`sys/mounts/${path}`, { type: "kv", options: { version: "2" } });
    expect((await vault.read("sys/mounts"))?.[`${path}/`]).toMatchObject({ type: "kv", options: { version: "2" } });
    const again = vault.write(`sys/mounts/${path}`, { type: "kv" });
    await expect(again).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/already in use/) });
    await vault.remove(`sys/mounts/${path}`);
    expect((await vault.read("sys/mounts"))?.[`${path}/`]).toBeUndefined();
  },

  async "a policy is read as it was written, and listed"(vault) {
    const name = named("policy");
    const policy = 'path "a" { capabilities = ["read"] }';
    await vault.write(`sys/policies/acl/${name}`, { policy });
    expect(await vault.read(`sys/policies/acl/${name}`)).toMatchObject({ policy });
    expect(await vault.list("sys/policies/acl")).toEqual(expect.arrayContaining([name, "default", "root"]));
    await vault.remove(`sys/policies/acl/${name}`);
    expect(await vault.read(`sys/policies/acl/${name}`)).toBeUndefined();
  },

  async "of two writers of a secret who saw the same version one is refused"(vault) {
    const name = named("secret");
    const write = (cas: number, value: string) =>
      vault.write(`secret/data/${name}`, { options: { cas }, data: { value } });
    await write(0, "first");
    await expect(write(0, "second")).rejects.toMatchObject({ status: 400, passes: false });
    expect(await vault.read(`secret/data/${name}`)).toMatchObject({
      data: { value: "first" },
      metadata: { version: 1 },
    });
    await write(1, "third");
    expect(await vault.list("secret/metadata/")).toContain(name);
    await vault.remove(`secret/metadata/${name}`);
    expect(await vault.read(`secret/data/${name}`)).toBeUndefined();
  },

  async "a transit key stays of the type that it was made with"(vault) {
    const name = named("key");
    await vault.write(`transit/keys/${name}`, { type: "aes256-gcm96", derived: false });
    await vault.write(`transit/keys/${name}`, { type: "ed25519" });
    expect(await vault.read(`transit/keys/${name}`)).toMatchObject({ type: "aes256-gcm96", derived: false });
  },

  async "a token of a known id is made once, looked up, and unknown once it is revoked"(vault) {
    const id = named("token");
    const made = { id, policies: ["default"], period: "24h", no_parent: true, renewable: true };
    await vault.write("auth/token/create", made);
    await expect(vault.write("auth/token/create", made)).rejects.toMatchObject({ status: 400 });
    expect(await vault.lookUp("auth/token/lookup", { token: id })).toMatchObject({ orphan: true, period: 86_400 });
    await vault.write("auth/token/revoke", { token: id });
    const unknown = vault.lookUp("auth/token/lookup", { token: id });
    await expect(unknown).rejects.toThrow("Vault does not know the token that it was asked about");
  },

  async "an AppRole has the ids that it is given, and tells which secret ids it knows"(vault) {
    const at = `auth/approle/role/${named("role")}`;
    expect(await vault.read(`${at}/role-id`)).toBeUndefined();
    await vault.write(at, { token_policies: ["default"], secret_id_ttl: "1h" });
    await vault.write(`${at}/role-id`, { role_id: "a-role-id-of-ours" });
    expect(await vault.read(`${at}/role-id`)).toMatchObject({ role_id: "a-role-id-of-ours" });
    const body = { secret_id: named("secret-id") };
    expect(await vault.lookUp(`${at}/secret-id/lookup`, body)).toBeUndefined();
    await vault.write(`${at}/custom-secret-id`, body);
    expect(await vault.lookUp(`${at}/secret-id/lookup`, body)).toMatchObject({ secret_id_ttl: expect.any(Number) });
    await expect(vault.write(`${at}/custom-secret-id`, body)).rejects.toMatchObject({ status: 500 });
    await vault.remove(at);
  },
};
