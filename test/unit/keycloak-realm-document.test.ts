import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mergedRealm, type RealmDocument } from "../../src/services/keycloak/realm-document.ts";
import { isRealmDocument, realmProblems } from "../../src/services/keycloak/realm-problems.ts";
import { wantedRealm } from "../../src/services/keycloak/wanted.ts";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";

const SHIPPED: RealmDocument = JSON.parse(
  readFileSync(new URL("../../templates/keycloak/realm.json", import.meta.url), "utf8"),
);

describe("a realm document", () => {
  test("that ships with avb has nothing wrong with it", () => {
    expect(realmProblems(SHIPPED)).toEqual([]);
    expect(isRealmDocument(SHIPPED)).toBe(true);
  });

  test.each([
    [[], [], "must be an object with settings, userProfile"],
    [{ settings: { accessTokenLifespan: "300" } }, ["settings", "accessTokenLifespan"], "whole number of seconds"],
    [{ settings: { accessTokenLifespan: 0 } }, ["settings", "accessTokenLifespan"], "from 1 up"],
    [{ settings: { bruteForceProtected: "yes" } }, ["settings", "bruteForceProtected"], "true or false"],
    [{ settings: { acessTokenLifespan: 1 } }, ["settings", "acessTokenLifespan"], "did you mean accessTokenLifespan?"],
    [{ settings: { sslRequired: "none" } }, ["settings", "sslRequired"], "in the clear"],
    [{ settings: { smtpServer: { host: "mail" } } }, ["settings", "smtpServer"], "sends no mail"],
    [{ clients: [{ clientId: "a", redirectUris: ["*"] }] }, ["clients", 0, "redirectUris", 0], "anywhere"],
    [{ everyClient: { redirectUris: ["http://*.test/"] } }, ["everyClient", "redirectUris", 0], "anywhere"],
    [{ clients: [{ clientId: "a", publicClient: true, secret: "s" }] }, ["clients", 0, "publicClient"], "'public'"],
    [{ clients: [{ clientId: "a" }, { clientId: "a" }] }, ["clients", 1, "clientId"], "a second time"],
    [{ clients: [{ name: "a" }] }, ["clients", 0], "'clientId' is missing"],
    [{ users: [{ username: "a", credentials: [] }] }, ["users"], "people stand under 'users' of .devenvrc"],
    [{ clients: [{ clientId: "a", credentials: [{ value: "p" }] }] }, ["clients", 0, "credentials"], "no password"],
    [{ settings: { secretData: "{}" } }, ["settings", "secretData"], "export of a running realm"],
    [{ components: { keys: [{ config: {}, privateKey: ["x"] }] } }, ["components", "keys", 0, "privateKey"], "export"],
    [{ identityProviders: [] }, ["identityProviders"], "reaches no identity provider"],
    [
      { clientScopes: [{ name: "a", protocolMappers: [{ config: { a: 1 } }] }] },
      ["clientScopes", 0, "protocolMappers", 0, "config"],
      "an object of texts",
    ],
  ])("%j is refused at its place", (value, path, says) => {
    expect(realmProblems(value)).toContainEqual({ path, says: expect.stringContaining(says) });
  });

  test("of a team adds to avb's: settings one by one, things of a list by name", () => {
    const own: RealmDocument = {
      settings: { accessTokenLifespan: 600 },
      clientScopes: [{ name: "team", protocol: "openid-connect" }],
      clients: [{ clientId: "portal-frontend", frontchannelLogout: true }],
    };
    const merged = mergedRealm([SHIPPED, own]);
    expect(merged.settings).toEqual({ ...SHIPPED.settings, accessTokenLifespan: 600 });
    expect(merged.clientScopes?.map(({ name }) => name)).toEqual(["agentvoicebox", "team"]);
    const { clients } = wantedRealm(SHIPPED_IDENTITIES, merged, new Map());
    const flags = clients.map(({ key, fields }) => [key, fields.frontchannelLogout]);
    expect(flags).toEqual([
      ["agentvoicebox-backend", undefined],
      ["agentvoicebox-api", undefined],
      ["portal-frontend", true],
    ]);
  });
});

describe("the wanted realm", () => {
  const want = wantedRealm(SHIPPED_IDENTITIES, SHIPPED, new Map());
  const fieldsOf = (clientId: string) => want.clients.find(({ key }) => key === clientId)?.fields ?? {};

  test("requires PKCE of the client that keeps no secret, and of no other", () => {
    const method = (clientId: string) => Object(fieldsOf(clientId).attributes)["pkce.code.challenge.method"];
    expect([method("portal-frontend"), method("agentvoicebox-backend")]).toEqual(["S256", ""]);
  });

  test("puts the client that Django checks into the audience of every client", () => {
    for (const { key, fields } of want.clients) {
      const mappers = fields.protocolMappers as readonly { config: Record<string, string> }[];
      const audiences = mappers.map(({ config }) => config["included.client.audience"]);
      expect(audiences, key).toContain("agentvoicebox-backend");
      expect(new Set(audiences).size, key).toBe(audiences.length);
    }
  });

  test("lets no user see or change the own tenant_id, and requires no attribute, which would block a login", () => {
    const tenant = want.profile.find(({ key }) => key === "tenant_id")?.fields;
    expect(tenant?.permissions).toEqual({ view: ["admin"], edit: ["admin"] });
    for (const { key, fields } of want.profile) expect(fields.required, key).toEqual({});
  });

  test("has the groups above those that are named, first", () => {
    const group = { id: "g", name: "north", path: "/sales/north", attributes: {} };
    const { groups } = wantedRealm({ ...SHIPPED_IDENTITIES, groups: [group] }, SHIPPED, new Map());
    expect(groups.map(({ key }) => key)).toEqual(["/sales", "/sales/north"]);
  });
});
