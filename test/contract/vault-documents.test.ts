import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProfile } from "../../src/domain/profiles/find-profile.ts";
import { PROFILE_IDS } from "../../src/domain/profiles/profile.ts";
import { namesIn } from "../../src/domain/secret-names.ts";
import { services } from "../../src/services/index.ts";
import { databases } from "../../src/services/postgres/databases.ts";
import { dynamicGroups } from "../../src/services/postgres/dynamic-roles.ts";
import { isVaultDocument, type VaultDocument, vaultDocumentProblems } from "../../src/services/vault/document.ts";
import { BOOTSTRAP_SECRETS, valuePlaces } from "../../src/services/vault/places.ts";
import { vaultPolicies } from "../../src/services/vault/policies.ts";

const text = readFileSync(join(import.meta.dirname, "../../templates/vault/vault.json"), "utf8");
const document: VaultDocument = JSON.parse(text);
const names = (list: keyof VaultDocument, field = "name") =>
  (document[list] ?? []).map((entry) => String(entry[field]));
const places = valuePlaces([document]);

it("the document is well", () => expect(isVaultDocument(document)).toBe(true));

describe("secrets of live mode", () => {
  const known = [...new Set([...namesIn(services), ...PROFILE_IDS.flatMap((id) => namesIn(findProfile(id)))])];

  it("are each kept in Vault or among the exceptions, and never both", () => {
    const kept = new Set(places.keys());
    expect(known.filter((name) => kept.has(name) === name in BOOTSTRAP_SECRETS)).toEqual([]);
  });

  it("have no exception that nobody needs", () => {
    const given = new Set([...known, "vault/dev-token", "lago/rsa-private-key"]);
    expect(Object.keys(BOOTSTRAP_SECRETS).filter((name) => !given.has(name))).toEqual([]);
  });

  it("of the variables that the matrix keeps in Vault are kept there", () => {
    const variables = services.flatMap((service) => [...service.variables]);
    const wanted = variables.filter(({ documented }) => documented.live === "`$\u{7B}VAULT}`").map(({ name }) => name);
    expect(wanted).toEqual([
      "KEYCLOAK_CLIENT_SECRET",
      "LAGO_API_KEY",
      "LAGO_WEBHOOK_SECRET",
      "PAYPAL_CLIENT_SECRET",
      "PAYPAL_WEBHOOK_ID",
    ]);
    expect([...places.keys()]).toEqual(
      expect.arrayContaining([
        "keycloak/agentvoicebox-backend",
        "lago/api-key",
        "lago/webhook-secret",
        "django/secret-key",
      ]),
    );
  });
});

describe("what the rows of the matrix name is there", () => {
  const rows = vaultPolicies.flatMap(({ permissions }) => [...permissions]);

  it.each(rows)("$path", ({ path }) => {
    const [engine = "", kind = "", name = ""] = path.split("/");
    if (engine === "secret") {
      const folder = path.replace("secret/data/", "").replace("*", "");
      expect(names("secrets", "path").filter((one) => one.startsWith(folder))).not.toEqual([]);
      return;
    }
    const lists = { transit: "transit_keys", database: "database_roles", pki: "pki_roles" } as const;
    expect(names(lists[engine as keyof typeof lists]), kind).toContain(name);
  });

  it("each policy has an AppRole of its name, with that policy alone", () => {
    expect(names("approles")).toEqual(vaultPolicies.map(({ id }) => id));
    for (const { name, token_policies: policies } of document.approles ?? []) expect(policies).toEqual([name]);
  });

  it("each database role has a group in a database that is made", () => {
    for (const { name, group } of document.database_roles ?? []) {
      const found = dynamicGroups.find((one) => one.vaultRole === name);
      expect(found?.group).toBe(group);
      expect(databases.map((database) => database.name)).toContain(found?.database);
    }
  });
});

describe("a wrong document is told, with the way to what is wrong", () => {
  it.each([
    ["a list", [], [[]]],
    ["a list that is no name", { mount: [] }, [["mount"]]],
    ["no list", { mounts: {} }, [["mounts"]]],
    ["a thing without its name", { auth: [{ type: "approle" }] }, [["auth", 0]]],
    [
      "one name twice",
      {
        auth: [
          { path: "a", type: "x" },
          { path: "a", type: "y" },
        ],
      },
      [["auth", 1, "path"]],
    ],
    [
      "a duration without its unit",
      { tokens: [{ id: "x", policies: ["a"], period: "768" }] },
      [["tokens", 0, "period"]],
    ],
    ["a number for a text", { secrets: [{ path: "a/b", fields: { x: 5 } }] }, [["secrets", 0, "fields"]]],
    ["a path with a slash at its end", { secrets: [{ path: "a/", fields: { x: "5" } }] }, [["secrets", 0, "path"]]],
    ["an unknown field", { auth: [{ path: "a", type: "x", typ: "y" }] }, [["auth", 0, "typ"]]],
    [
      "a group that is SQL",
      { database_roles: [{ name: "a", db_name: "p", group: "x; DROP", default_ttl: "1h", max_ttl: "1h" }] },
      [["database_roles", 0, "group"]],
    ],
    [
      "users that may do nothing",
      { database_roles: [{ name: "a", db_name: "p", default_ttl: "1h", max_ttl: "1h" }] },
      [["database_roles", 0]],
    ],
  ])("%s", (_what, value, paths) => {
    expect(vaultDocumentProblems(value).map(({ path }) => path)).toEqual(paths);
  });
});
