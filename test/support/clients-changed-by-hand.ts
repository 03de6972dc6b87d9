import type { KeycloakFields, KeycloakRealm } from "../../src/domain/keycloak.ts";
import { client, find, type PlantedChange } from "./keycloak-change-by-hand.ts";

const scope = (realm: KeycloakRealm) => find(realm, "clientScopes", "name", "agentvoicebox");
const mappersOf = (thing: KeycloakFields) =>
  thing.protocolMappers as readonly { id: string; name: string; config: KeycloakFields }[];

const BACKEND = { kind: "client", key: "agentvoicebox-backend" } as const;
const PORTAL = { kind: "client", key: "portal-frontend" } as const;
const SCOPE = { kind: "client scope", key: "agentvoicebox" } as const;

/** Of clients and of the scope that they share. */
export const CHANGED_CLIENTS: readonly PlantedChange[] = [
  {
    ...{ ...BACKEND, field: "secret" },
    plant: async (realm) => realm.set("clients", String((await client(realm, BACKEND.key)).id), { secret: "by-hand" }),
  },
  {
    ...{ ...BACKEND, field: "protocolMappers.audience agentvoicebox-backend" },
    plant: async (realm) => {
      const held = await client(realm, BACKEND.key);
      const protocolMappers = mappersOf(held).filter(({ name }) => name !== "audience agentvoicebox-backend");
      await realm.set("clients", String(held.id), { protocolMappers });
    },
  },
  {
    ...{ ...PORTAL, field: "attributes.pkce.code.challenge.method" },
    plant: async (realm) => {
      const { id } = await client(realm, PORTAL.key);
      await realm.set("clients", String(id), {
        attributes: { "pkce.code.challenge.method": "" },
        implicitFlowEnabled: true,
      });
    },
  },
  {
    ...{ ...PORTAL, field: "redirectUris" },
    plant: async (realm) => realm.set("clients", String((await client(realm, PORTAL.key)).id), { redirectUris: ["*"] }),
  },
  {
    ...{ ...PORTAL, field: "defaultClientScopes" },
    plant: async (realm) =>
      realm.unlinkScope(String((await client(realm, PORTAL.key)).id), String((await scope(realm)).id), "default"),
  },
  {
    ...{ ...SCOPE, field: "protocolMappers.tenant_id" },
    plant: async (realm) => {
      const held = await scope(realm);
      const mapper = mappersOf(held).find(({ name }) => name === "tenant_id");
      await realm.removeMapper(String(held.id), mapper?.id ?? "");
    },
  },
  {
    ...{ ...SCOPE, field: "protocolMappers.roles.config.claim.name" },
    plant: async (realm) => {
      const held = await scope(realm);
      const mapper = mappersOf(held).find(({ name }) => name === "roles");
      const config = { ...mapper?.config, "claim.name": "other" };
      await realm.setMapper(String(held.id), mapper?.id ?? "", { ...mapper, config });
    },
  },
];
