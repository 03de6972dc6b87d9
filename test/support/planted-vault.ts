import type { Breakage } from "./breakage.ts";

const of = (id: string, caughtBy: RegExp, plant: Breakage["plant"]): Breakage => ({
  ...{ id: `vault.${id}`, service: "vault", caughtBy, plant },
});

const WIDE = 'path "secret/*" { capabilities = ["create", "read", "update", "delete", "list"] }';

/** What a person may do to Vault. */
export const VAULT_BREAKAGES: readonly Breakage[] = [
  of("policy-widened", /proof vault\.backend\.no-read\.secret-data-agentvoicebox-keycloak/, async (at) => {
    const { data } = await at.vault("GET", "sys/policies/acl/backend");
    await at.vault("PUT", "sys/policies/acl/backend", { policy: `${data.policy}\n${WIDE}\n` });
  }),
  of("policy-narrowed", /proof vault\.document\.policy-temporal-worker: .*agentvoicebox\/temporal/, (at) =>
    at.vault("PUT", "sys/policies/acl/temporal-worker", {
      policy: 'path "secret/data/agentvoicebox/workers/*" { capabilities = ["read"] }',
    }),
  ),
  of("policy-removed", /proof vault\.keycloak\.read\.secret-data-agentvoicebox-keycloak/, (at) =>
    at.vault("DELETE", "sys/policies/acl/keycloak"),
  ),
  of("approle-policy-added", /proof vault\.backend\.sign-in: it gives backend, keycloak/, (at) =>
    at.vault("POST", "auth/approle/role/backend", { token_policies: ["backend", "keycloak"] }),
  ),
  of("approle-lives-longer", /proof vault\.document\.approle-keycloak: token_ttl/, (at) =>
    at.vault("POST", "auth/approle/role/keycloak", { token_max_ttl: "768h", token_ttl: "768h" }),
  ),
  of("approle-removed", /proof vault\.temporal-worker\.sign-in/, (at) =>
    at.vault("DELETE", "auth/approle/role/temporal-worker"),
  ),
  of("transit-key-missing", /proof vault\.document\.transit-key-webhook-secrets/, async (at) => {
    await at.vault("POST", "transit/keys/webhook-secrets/config", {
      deletion_allowed: true,
    });
    await at.vault("DELETE", "transit/keys/webhook-secrets");
  }),
  of("secret-missing", /proof vault\.document\.secret-secret-agentvoicebox-workers-service/, (at) =>
    at.vault("DELETE", "secret/metadata/agentvoicebox/workers/service"),
  ),
  of("database-role-lives-longer", /proof vault\.document\.database-role-backend: default_ttl/, async (at) => {
    const { data } = await at.vault("GET", "database/roles/backend");
    await at.vault("POST", "database/roles/backend", { ...data, default_ttl: "700h", max_ttl: "720h" });
  }),
  of("database-role-removed", /proof vault\.document\.database-role-temporal-worker: it is not there/, (at) =>
    at.vault("DELETE", "database/roles/temporal-worker"),
  ),
  of("certificates-for-anybody", /proof vault\.document\.pki-role-keycloak: allow_any_name/, async (at) => {
    const { data } = await at.vault("GET", "pki/roles/keycloak");
    await at.vault("POST", "pki/roles/keycloak", { ...data, allow_any_name: true, enforce_hostnames: false });
  }),
  of("revocation-list-elsewhere", /proof vault\.document\.pki-urls-pki: crl/, (at) =>
    at.vault("POST", "pki/config/urls", { crl_distribution_points: ["http://elsewhere.example/crl"] }),
  ),
  of("audit-off", /proof vault\.document\.audit-device-file/, (at) => at.vault("DELETE", "sys/audit/file")),
  of("token-revoked", /proof vault\.developer\.sign-in/, (at) =>
    at.vault("POST", "auth/token/revoke", { token: "devtoken" }),
  ),
];
