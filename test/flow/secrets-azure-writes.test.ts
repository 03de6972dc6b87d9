import { describe, expect, test } from "vitest";
import { credential, put, texts, values } from "../support/credential-store.ts";
import { vaultError } from "../support/key-vault-errors.ts";
import { playedAzure, RBAC } from "../support/played-azure.ts";
import { VALUES } from "../support/store-cases.ts";

const azure = playedAzure();

describe("what is written", () => {
  test("a JSON text holds every value too, with its content type and its expiry", async () => {
    const kept = Object.entries(VALUES).filter(([, text]) => Buffer.byteLength(text) < 25_000);
    const store = await azure.open();
    for (const [title, text] of kept) {
      await put(store, "jira", { api_token: text });
      expect((await texts(store, "jira"))?.api_token, title).toBe(text);
    }
    const change = { credential: credential("jira"), fields: {}, tags: { NextRotation: "2027-01-01" } };
    await (await azure.open()).write([{ ...change, fields: values({ email: "a@b.c" }) }]);
    const held = azure.vault.state.get("integrations-jira-api-token", "").body;
    expect(held).toMatchObject({
      contentType: "application/json",
      attributes: { exp: Date.parse("2027-01-01") / 1000 },
    });
  }, 60_000);

  test("of several who write one JSON text at once none loses a field", async () => {
    const fields = ["app_id", "client_id", "client_secret", "private_key", "webhook_secret"];
    for (let round = 0; round < 5; round++) {
      azure.vault.state.clear();
      const results = await Promise.all(
        fields.map(async (field) => put(await azure.open(), "github-app", { [field]: `${field}-${round}` })),
      );
      expect(results.flat().map(({ outcome }) => outcome)).toEqual(fields.map(() => "written"));
      expect(Object.keys((await texts(await azure.open(), "github-app")) ?? {}).toSorted()).toEqual(fields.toSorted());
    }
  }, 60_000);

  test("a field that fills the JSON text is refused unsent, and the others stay", async () => {
    await put(await azure.open(), "github-app", { app_id: "1", private_key: "k".repeat(20_000) });
    azure.vault.asked.length = 0;
    const [result] = await put(await azure.open(), "github-app", { webhook_secret: "k".repeat(6000) });
    expect([result?.error?.code, result?.error?.exitCode]).toEqual(["STORE_VALUE_TOO_LARGE", 3]);
    expect(azure.vault.asked.filter((line) => line.startsWith("PUT"))).toEqual([]);
    expect((await texts(await azure.open(), "github-app"))?.app_id).toBe("1");
  });

  test("half a set is said field by field", async () => {
    azure.vault.faults.push({ ...vaultError(403, "Forbidden", RBAC, "ForbiddenByRbac"), only: /PUT .*client-secret/ });
    const [result] = await put(await azure.open(), "google-oauth", { client_id: "a", client_secret: "b" });
    expect([result?.error?.code, result?.error?.exitCode]).toEqual(["STORE_HALF", 10]);
    expect(result?.error?.facts).toMatchObject({ done: "client_id", failed: "client_secret" });
  });

  test("a deleted name is recovered first, however long that takes, and its old fields do not come back", async () => {
    await put(await azure.open(), "jira", { email: "old" });
    azure.vault.state.lag = 2;
    await (await azure.open()).remove(credential("jira"));
    expect((await put(await azure.open(), "jira", { api_token: "new" }))[0]?.outcome).toBe("written");
    expect(await texts(await azure.open(), "jira")).toEqual({ api_token: "new" });
  }, 60_000);

  test("a deleted name that one may not recover is told with the action", async () => {
    await put(await azure.open(), "openai", { api_key: "a" });
    await (await azure.open()).remove(credential("openai"));
    const why = RBAC.replace("getSecret", "recover");
    azure.vault.faults.push({ ...vaultError(403, "Forbidden", why, "ForbiddenByRbac"), only: /recover$/ });
    const [result] = await put(await azure.open(), "openai", { api_key: "b" });
    expect([result?.error?.code, result?.error?.facts.action]).toEqual([
      ...["STORE_NAME_TAKEN", "Microsoft.KeyVault/vaults/secrets/recover/action"],
    ]);
  });

  test("more versions than a page holds are all seen", async () => {
    for (let at = 0; at < 27; at++) await put(await azure.open(), "openai", { api_key: `v${at}` });
    const versions = await (await azure.open()).history(credential("openai"));
    expect(versions.map(({ fields }) => fields.api_key?.reveal()).slice(0, 3)).toEqual(["v26", "v25", "v24"]);
  }, 60_000);
});
