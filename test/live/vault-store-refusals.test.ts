import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAt, put, texts } from "../support/credential-store.ts";
import { needs } from "../support/needs.ts";
import { errorsOf } from "../support/temp-checkout.ts";
import { tlsFront } from "../support/tls-front.ts";
import { expectTrustedByName } from "../support/trusted-by-name.ts";
import { vaultHome } from "../support/vault-home.ts";
import { type VaultServer, vaultServer } from "../support/vault-server.ts";

needs(["engine", "vaultImage", "openssl"], "what a real Vault refuses of the store of credentials", () => {
  let server: VaultServer;
  beforeAll(async () => {
    server = await vaultServer();
  }, 120_000);
  afterAll(() => server.end());

  const { open, within, mount, env } = vaultHome(() => server);
  const PATH = "dev/third-party/openai";
  const refused = async (act: () => Promise<unknown>) =>
    (await errorsOf(act)).map(({ code, exitCode, message, fixes }) => [code, exitCode, message, fixes[0]]);

  test(
    "a certificate of an authority of one's own is refused by name, and trusted once that authority is named",
    () =>
      within(async () => {
        const front = await tlsFront(server.url);
        await expectTrustedByName("vault", front, { ...env(), VAULT_ADDR: front.url });
      }),
    60_000,
  );

  test("a missing capability is named with its path", () =>
    within(async (home) => {
      await put(await open(home), "openai", { api_key: "a" });
      const token = await server.token(`path "${mount()}/data/dev/*" { capabilities = ["read"] }`);
      expect(await texts(await open(home, { VAULT_TOKEN: token }), "openai")).toEqual({ api_key: "a" });
      const [result] = await put(await open(home, { VAULT_TOKEN: token }), "openai", { api_key: "b" });
      expect(result?.error).toMatchObject({
        code: "STORE_DENIED",
        facts: { action: `'create or update' on ${mount()}/data/${PATH}`, who: "the token of VAULT_TOKEN" },
      });
      const other = await server.token(`path "${mount()}/data/staging/*" { capabilities = ["read"] }`);
      expect(await refused(async () => lookAt(await open(home, { VAULT_TOKEN: other }), "openai"))).toEqual([
        ["STORE_DENIED", 10, expect.stringContaining(`'read' on ${mount()}/data/${PATH}`), expect.any(String)],
      ]);
    }));

  test("a token that is over names what renews it, and so does none", () =>
    within(async (home) => {
      const token = await server.token(`path "${mount()}/*" { capabilities = ["read"] }`, { ttl: "1s" });
      await server.ask("auth/token/revoke", { method: "POST", body: { token } });
      const over = ["STORE_LOGIN", 10, expect.stringContaining("does not know the token")];
      expect(await refused(async () => lookAt(await open(home, { VAULT_TOKEN: token }), "openai"))).toEqual([
        [...over, expect.stringContaining("VAULT_TOKEN")],
      ]);
      expect(await refused(async () => lookAt(await open(home, { VAULT_TOKEN: "" }), "openai"))).toEqual([
        ["STORE_LOGIN", 10, expect.stringContaining("there is none"), expect.stringContaining("vault login")],
      ]);
    }));

  test("an AppRole lets in, and ids that do not hold are told", () =>
    within(async (home) => {
      await server.ask("sys/auth/approle", { method: "POST", body: { type: "approle" } }).catch(() => undefined);
      const policy = `path "${mount()}/*" { capabilities = ["create", "read", "update", "list"] }`;
      await server.ask("sys/policies/acl/writer", { method: "PUT", body: { policy } });
      await server.ask("auth/approle/role/writer", { method: "POST", body: { token_policies: ["writer"] } });
      const { body: role } = await server.ask("auth/approle/role/writer/role-id");
      const { body: made } = await server.ask("auth/approle/role/writer/secret-id", { method: "POST" });
      const ids = { VAULT_TOKEN: "", VAULT_ROLE_ID: String(Object(role.data).role_id) };
      const secret = String(Object(made.data).secret_id);
      await put(await open(home, { ...ids, VAULT_SECRET_ID: secret }), "openai", { api_key: "a" });
      expect(await texts(await open(home), "openai")).toEqual({ api_key: "a" });
      const wrong = async () => lookAt(await open(home, { ...ids, VAULT_SECRET_ID: "none" }), "openai");
      expect(await refused(wrong)).toEqual([
        ["STORE_LOGIN", 10, expect.stringContaining("AppRole"), expect.stringContaining("VAULT_SECRET_ID")],
      ]);
    }));

  test("an engine without versions, another engine and none are told apart from an empty one", () =>
    within(async (home) => {
      await server.ask("sys/mounts/old", { method: "POST", body: { type: "kv", options: { version: "1" } } });
      await server.ask("sys/mounts/keys", { method: "POST", body: { type: "transit" } });
      const told = async (at: string) =>
        refused(async () => lookAt(await open(home, { VAULT_MOUNT_POINT: at }), "openai"));
      expect(await told("old")).toEqual([
        ["STORE_REFUSED", 10, expect.stringContaining("kv without versions"), expect.any(String)],
      ]);
      expect(await told("keys")).toEqual([
        ["STORE_REFUSED", 10, expect.stringContaining("transit"), expect.any(String)],
      ]);
      const [[code, exit] = []] = await told("nowhere");
      expect([code, exit]).toEqual(["STORE_DENIED", 10]);
    }));

  test(
    "too many requests are sent again later, a sealed one is told as that",
    () =>
      within(async (home) => {
        const quota = { rate: 4, interval: 1, path: mount() };
        await server.ask("sys/quotas/rate-limit/slow", { method: "POST", body: quota });
        const six = ["host", "port", "database", "username", "password", "connection_uri"];
        const done = await Promise.all(
          six.map(async (field) => (await put(await open(home), "database", { [field]: `v-${field}` }))[0]),
        );
        expect(done.map((one) => one?.error?.message ?? one?.outcome)).toEqual(six.map(() => "written"));
        await server.ask("sys/quotas/rate-limit/slow", { method: "DELETE" });
        await server.seal();
        const sealed = await refused(async () => lookAt(await open(home), "openai"));
        await server.unseal();
        expect(sealed).toEqual([
          ["STORE_CLOSED", 10, "vault is not open: it is sealed", expect.stringContaining("unseal")],
        ]);
        expect(Object.keys((await texts(await open(home), "database")) ?? {})).toHaveLength(6);
      }),
    60_000,
  );
});
