import { describe, expect, test, vi } from "vitest";
import { lookAt, put } from "../support/credential-store.ts";
import { vaultError } from "../support/key-vault-errors.ts";
import { type PlayedAzure, playedAzure, RBAC } from "../support/played-azure.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const azure = playedAzure();
const first = async (act: () => Promise<unknown>) => {
  const [error] = await errorsOf(act);
  return { code: `${error?.code} ${error?.exitCode}`, facts: error?.facts ?? {}, fixes: error?.fixes ?? [] };
};
const look = async (...given: Parameters<PlayedAzure["open"]>) => lookAt(await azure.open(...given), "openai");
describe("which vault is used", () => {
  test("none is guessed, and what is no vault is refused", async () => {
    expect(await first(() => look({}, { AZURE_KEYVAULT_URL: "" }))).toMatchObject({ code: "STORE_VAULT_UNNAMED 3" });
    for (const AZURE_KEYVAULT_URL of ["https://evil.example", "http://my-vault.vault.azure.net", "a b", "x".repeat(25)])
      expect(await first(() => look({}, { AZURE_KEYVAULT_URL }))).toMatchObject({ code: "VARIABLE_INVALID 2" });
    expect((await azure.open({}, { AZURE_KEYVAULT_URL: "", AZURE_KEYVAULT_NAME: "my-vault" })).where).toBe(
      "https://my-vault.vault.azure.net",
    );
  });

  test("the first one is shown and pinned; one of another tenant is refused before a login", async () => {
    const said: string[] = [];
    expect(await look({ say: (text) => said.push(text) })).toEqual({ state: "absent" });
    expect(said).toEqual([expect.stringMatching(/^azure is http:\S+ of tenant 1{8}-\S+; .* pinned to it$/)]);
    azure.vault.tenant = "99999999-2222-3333-4444-555555555555";
    Object.assign(azure.vault, { logins: 0 });
    azure.vault.asked.length = 0;
    expect(await first(() => look())).toMatchObject({ code: "STORE_NOT_PINNED 15" });
    expect([azure.vault.logins, azure.vault.asked]).toEqual([0, []]);
  });

  test("production and the vault of another environment are refused before anything is asked", async () => {
    expect(await first(() => look({ environment: "production" }))).toMatchObject({ code: "STORE_LOOKS_PRODUCTION 15" });
    await look();
    azure.vault.asked.length = 0;
    expect(await first(() => look({ environment: "staging" }))).toMatchObject({ code: "STORE_SHARED 3" });
    expect(azure.vault.asked).toEqual([]);
  });
});

describe("what Key Vault refuses", () => {
  test("too many requests are sent again later, whether it says when or not", async () => {
    const busy = vaultError(429, "Throttled", "Request was not processed because too many requests were received.");
    azure.vault.faults.push({ ...busy, headers: { "retry-after": "0" } }, busy);
    expect(await look()).toEqual({ state: "absent" });
    expect(azure.vault.asked.filter((line) => line === "GET /secrets/llm-openai-api-key/")).toHaveLength(3);
  });

  test("a missing right is named with its action and its role, by roles and by access policies", async () => {
    azure.vault.faults.push(vaultError(403, "Forbidden", RBAC, "ForbiddenByRbac"));
    const action = "Microsoft.KeyVault/vaults/secrets/getSecret/action (role Key Vault Secrets User)";
    const denied = await first(() => look());
    expect(denied).toMatchObject({
      code: "STORE_DENIED 10",
      facts: { action, who: expect.stringMatching(/^appid=0;oid=1/) },
    });
    const policy = "The user 'appid=0;oid=1' does not have secrets set permission on key vault 'v;location=x'.";
    azure.vault.faults.push({ ...vaultError(403, "Forbidden", policy, "AccessDenied"), only: /^PUT/ });
    const [result] = await put(await azure.open(), "openai", { api_key: "a" });
    expect(result?.error?.facts.action).toBe("secrets/set (role Key Vault Secrets Officer)");
  });

  test("network rules are no missing right", async () => {
    const why = "Client address is not authorized and caller is not a trusted service.\r\nClient address: 192.0.2.1";
    azure.vault.faults.push(vaultError(403, "Forbidden", why, "ForbiddenByFirewall"));
    expect(await first(() => look())).toMatchObject({ code: "STORE_NETWORK 10" });
  });

  test("a login that is over names what renews it, for this tenant", async () => {
    azure.vault.isClosed = true;
    // Another identity than the one whose token the client still has.
    vi.stubEnv("AZURE_CLIENT_ID", "another");
    const { code, fixes } = await first(() => look());
    expect([code, fixes[0]]).toEqual(["STORE_LOGIN 10", `log in again: az login --tenant ${azure.vault.tenant}`]);
    const { fixes: other } = await first(() => look({}, { AZURE_CLIENT_ID: "c", AZURE_CLIENT_SECRET: "s" }));
    expect(other[0]).toContain("AZURE_CLIENT_SECRET");
    // The client asks again for half a minute before it believes that a machine has no identity.
  }, 120_000);

  test("an error is never taken for an absent secret, and nobody there is told", async () => {
    azure.vault.faults.push(vaultError(400, "BadParameter", "no"));
    expect(await first(() => look())).toMatchObject({ code: "STORE_REFUSED 10" });
    azure.vault.faults.push(
      vaultError(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled"),
    );
    expect(await first(() => look())).toMatchObject({ code: "STORE_REFUSED 10" });
    expect(await first(() => look({}, { AZURE_KEYVAULT_URL: "http://127.0.0.1:9" }))).toMatchObject({
      code: "STORE_SILENT 10",
    });
  }, 30_000);

  test("whoever may not look among the deleted ones sees an absent one", async () => {
    azure.vault.faults.push({ ...vaultError(403, "Forbidden", RBAC, "ForbiddenByRbac"), only: /deletedsecrets/ });
    expect(await look()).toEqual({ state: "absent" });
  });
});
