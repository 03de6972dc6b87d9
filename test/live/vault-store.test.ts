import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { credential, lookAt, put, texts, values } from "../support/credential-store.ts";
import { needs } from "../support/needs.ts";
import { rotatesIn } from "../support/rotation-obligations.ts";
import { obliged } from "../support/store-obligations.ts";
import { vaultHome } from "../support/vault-home.ts";
import { type VaultServer, vaultServer } from "../support/vault-server.ts";

needs(["engine", "vaultImage"], "credentials in a real Vault that avb does not run", () => {
  let server: VaultServer;
  beforeAll(async () => {
    server = await vaultServer();
  }, 120_000);
  afterAll(() => server.end());

  const { fresh, open, within, mount, env } = vaultHome(() => server);
  const PATH = "dev/third-party/openai";

  describe("the contract of stores", () => obliged("vault", (home) => open(home), fresh));

  describe("a rotation", () => rotatesIn("vault", env, fresh));

  describe("what others keep beside it", () => {
    test("fields and notes of others stay, numbers are read as texts", () =>
      within(async (home) => {
        const body = { data: { api_key: "theirs", owner: "somebody", port: 5432 } };
        await server.ask(`${mount()}/data/${PATH}`, { method: "POST", body });
        const custom = { custom_metadata: { team: "platform" } };
        await server.ask(`${mount()}/metadata/${PATH}`, { method: "POST", body: custom });
        const change = { credential: credential("openai"), fields: values({ api_key: "ours" }), tags: { Epic: "4" } };
        const [result] = await (await open(home)).write([change]);
        expect(result).toMatchObject({ outcome: "written", version: "2" });
        const { body: held } = await server.ask(`${mount()}/data/${PATH}`);
        expect(held.data).toMatchObject({
          data: { api_key: "ours", owner: "somebody", port: 5432 },
          metadata: { custom_metadata: { team: "platform", Epic: "4" } },
        });
        const looks = await (await open(home)).look([credential("openai")]);
        expect(looks.get("openai")).toMatchObject({ found: { tags: { team: "platform", Epic: "4" } } });
        const numbers = { data: { port: 5432, host: "db" } };
        await server.ask(`${mount()}/data/dev/third-party/database`, { method: "POST", body: numbers });
        expect(await texts(await open(home), "database")).toEqual({ host: "db", port: "5432" });
      }));

    test("what was deleted before a removal does not come back with it", () =>
      within(async (home) => {
        for (const text of ["one", "two", "three"]) await put(await open(home), "openai", { api_key: text });
        await server.ask(`${mount()}/delete/${PATH}`, { method: "POST", body: { versions: [1] } });
        expect(await (await open(home)).remove(credential("openai"))).toBe(Number.POSITIVE_INFINITY);
        const gone = await server.ask(`${mount()}/metadata/${PATH}`);
        const deleted = Object.values(Object(gone.body.data).versions).map((one) => Object(one).deletion_time !== "");
        expect(deleted).toEqual([true, true, true]);
        expect(await (await open(home)).restore(credential("openai"))).toBe(true);
        const versions = await (await open(home)).history(credential("openai"));
        expect(versions.map(({ version }) => version)).toEqual(["3", "2"]);
      }));

    test("what was destroyed is absent, and cannot be brought back", () =>
      within(async (home) => {
        await put(await open(home), "openai", { api_key: "a" });
        await server.ask(`${mount()}/destroy/${PATH}`, { method: "PUT", body: { versions: [1] } });
        expect(await lookAt(await open(home), "openai")).toEqual({ state: "absent" });
        expect(await (await open(home)).restore(credential("openai"))).toBe(false);
        await put(await open(home), "openai", { api_key: "b" });
        expect(await texts(await open(home), "openai")).toEqual({ api_key: "b" });
      }));
  });
});
