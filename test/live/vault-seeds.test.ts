import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../src/adapters/clock.ts";
import { nodeHttp } from "../../src/adapters/http.ts";
import { systemRandom } from "../../src/adapters/random.ts";
import { vaultApi } from "../../src/services/vault/api.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { expectBounded } from "../support/vault-audit.ts";
import { VAULT_OBLIGATIONS } from "../support/vault-obligations.ts";
import { POLICY_VERDICTS } from "../support/vault-policy-verdicts.ts";

const IMAGE = "hashicorp/vault:1.21.2";
const UP = ["up", "--mode", "live", "--without", "keycloak,lago,temporal,opa,redis", "--timeout", "300"] as const;

/** The stack's Vault, asked behind avb's back with this token, or with avb's own. */
async function vaultOf(stack: LiveStack, token?: string) {
  const { variables } = await stack.json("env");
  const all = variables as readonly { name: string; value?: string }[];
  const port = new URL(all.find(({ name }) => name === "VAULT_ADDR")?.value ?? "").port;
  const keys = JSON.parse(readFileSync(join(stack.stateFolder(), "vault.json"), "utf8"));
  const world = { http: nodeHttp, clock: systemClock, random: systemRandom };
  return vaultApi({ world, url: `http://127.0.0.1:${port}`, token: token ?? keys.rootToken });
}

const written = async (stack: LiveStack, ...more: readonly string[]) =>
  Number((await stack.json("seed", "vault", ...more)).written);

const envValue = async (stack: LiveStack, name: string) => {
  const { variables } = await stack.json("env", "--reveal");
  return (variables as readonly { name: string; value?: string }[]).find((one) => one.name === name)?.value;
};

const shown = async (stack: LiveStack) => {
  const run = await stack.avb("drift", "vault", "--exit-code");
  return { status: run.status, text: run.stdout };
};

needs(["engine", "dataImages", "vaultImage"], "Vault in live mode", () => {
  test("holds what the documents say, gives the environment its secrets, and is proved", {
    timeout: 600_000,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb(...UP, "--no-seed"));
    expect(await shown(stack)).toMatchObject({ status: 14 });
    expect((await stack.avb("doctor", "--check", "seeds")).stdout).toContain("vault is not seeded yet");
    expectDone(await stack.avb("seed"));
    expect(await stack.json("up")).toMatchObject({ plan: [] });
    expect(await written(stack)).toBe(0);
    const vault = await vaultOf(stack);

    // Every verdict of lint's table is Vault's own.
    for (const { text, taken } of POLICY_VERDICTS) {
      const write = vault.write("sys/policies/acl/avb-lint", { policy: text });
      if (taken) await expect(write, text).resolves.toBeDefined();
      else await expect(write, text).rejects.toMatchObject({ status: 400 });
    }
    await vault.remove("sys/policies/acl/avb-lint");

    // What was changed by hand is drift, is told path by path, and is put back.
    await vault.write("sys/policies/acl/backend", { policy: 'path "secret/*" { capabilities = ["read"] }' });
    await vault.write("auth/approle/role/keycloak", { token_policies: ["keycloak", "backend"] });
    await vault.remove("sys/audit/file");
    await vault.write("auth/token/revoke", { token: "devtoken" });
    expect(await shown(stack)).toMatchObject({ status: 14, text: expect.stringContaining('@@ path "secret/*" @@') });
    const proof = await stack.avb("verify", "vault");
    expect(proof.stderr).toMatch(/policy backend.*\[VERIFY_BROKEN\]/);
    expect(await written(stack, "--plan")).toBe(0);
    expect(await written(stack)).toBe(4);
    expect(await shown(stack)).toMatchObject({ status: 0 });
    await vault.write("sys/policies/acl/theirs", { policy: 'path "a" { capabilities = ["read"] }' });
    expect(await written(stack, "--prune")).toBe(0);
    expect(await vault.read("sys/policies/acl/theirs")).toBeDefined();

    // The environment has what Vault has, whoever wrote it, and seeding leaves that.
    const before = await envValue(stack, "KEYCLOAK_CLIENT_SECRET");
    expect((await vault.read("secret/data/agentvoicebox/backend/keycloak"))?.data).toMatchObject({
      client_secret: before,
    });
    await vault.write("secret/data/agentvoicebox/backend/keycloak", {
      data: { client_id: "x", client_secret: "a person's" },
    });
    expect(await written(stack)).toBe(0);
    expect(await envValue(stack, "KEYCLOAK_CLIENT_SECRET")).toBe("a person's");
    await vault.remove("secret/metadata/agentvoicebox/backend/keycloak");
    expect((await stack.avb("env", "--reveal")).stderr).toContain("[VAULT_VALUE_MISSING]");
    expect(await written(stack)).toBe(1);
    expect(await envValue(stack, "KEYCLOAK_CLIENT_SECRET")).toBe(before);
    const login = {
      role_id: await envValue(stack, "VAULT_ROLE_ID"),
      secret_id: await envValue(stack, "VAULT_SECRET_ID"),
    };
    expect(await vault.write("auth/approle/login", login)).toMatchObject({
      auth: { token_policies: ["backend", "default"] },
    });

    const { counts } = (await stack.json("verify", "vault")) as { counts: Record<string, number> };
    expect(counts).toMatchObject({ broken: 0, skipped: 0 });
    expect(counts.held).toBeGreaterThan(400);

    // Four different reasons.
    const developer = await vaultOf(stack, "devtoken");
    await expect(developer.read("sys/mounts")).rejects.toThrow("the token has no capability 'read' on sys/mounts");
    await expect((await vaultOf(stack, "gone")).read("sys/mounts")).rejects.toThrow(/does not know the token/);
    const { vault: id = "" } = await stack.ids();
    execFileSync("docker", ["restart", "--time", "2", id]);
    await expect.poll(() => vault.read("sys/mounts").catch(String), { timeout: 20_000 }).toMatch(/Vault is sealed/);
    const sealed = await stack.avb("env", "--reveal");
    expect(sealed).toMatchObject({ status: 10, stderr: expect.stringContaining("[VAULT_VALUES_UNREAD]") });
    expect((await stack.avb("seed", "vault")).stderr).toContain("Vault is sealed");
    execFileSync("docker", ["stop", "--time", "2", id]);
    await expect(vault.read("sys/mounts")).rejects.toThrow(/it does not answer/);

    // Data that is gone is told from a seal, and made again, with the ids that were told before.
    const [volume = ""] = (await stack.leftovers()).filter((name) => name.endsWith("vault-file"));
    const empty = ["--volume", `${volume}:/data`, "--user", "0", "--entrypoint", "sh", IMAGE, "-c", "rm -r /data/*"];
    execFileSync("docker", ["run", "--rm", ...empty]);
    execFileSync("docker", ["start", id]);
    await expect.poll(() => vault.read("sys/mounts").catch(String), { timeout: 20_000 }).toMatch(/Vault is empty/);
    expect((await stack.avb("seed", "vault")).stderr).toContain("it was started without the data that it had");
    expectDone(await stack.avb("up"));
    expect(await envValue(stack, "VAULT_ROLE_ID")).toBe(login.role_id);
    expect(await written(stack)).toBe(0);

    // So is avb's own token that somebody revoked: with the key another one is made, and no data is lost.
    const first = keyOf(stack);
    await (await vaultOf(stack)).write("auth/token/revoke-self", {});
    expect((await stack.avb("seed", "vault")).stderr).toContain("it was revoked, or it expired");
    expectDone(await stack.avb("restart", "vault"));
    expect(keyOf(stack)).not.toBe(first);
    expect(await written(stack)).toBe(0);
    await expectBounded(await vaultOf(stack), id);
    for (const [what, holds] of Object.entries(VAULT_OBLIGATIONS))
      await holds(await vaultOf(stack)).catch((error: unknown) => expect.fail(`${what}: ${error}`));
    expect(secretsTold(stack, [login.secret_id, keyOf(stack)])).toEqual([]);
  });
});

const keyOf = (stack: LiveStack): string =>
  JSON.parse(readFileSync(join(stack.stateFolder(), "vault.json"), "utf8")).rootToken;

/** Files of avb's state that hold one of these texts, beside the one that is for them. */
function secretsTold(stack: LiveStack, texts: readonly (string | undefined)[]): readonly string[] {
  const folder = stack.stateFolder();
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path !== "vault.json" && statSync(join(folder, path)).isFile())
    .filter((path) => texts.some((text) => text && readFileSync(join(folder, path), "utf8").includes(text)));
}
