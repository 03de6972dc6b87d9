import type { Breakage } from "./breakage.ts";

const of = (id: string, caughtBy: RegExp, plant: Breakage["plant"]): Breakage => ({
  ...{ id: `vault.${id}`, service: "vault", caughtBy, plant },
});

const WIDE = 'path "secret/*" { capabilities = ["create", "read", "update", "delete", "list"] }';

/** What a person may do to Vault. */
export const VAULT_BREAKAGES: readonly Breakage[] = [
  of("policy-widened", /policy backend/, async (at) => {
    const { data } = await at.vault("GET", "sys/policies/acl/backend");
    await at.vault("PUT", "sys/policies/acl/backend", { policy: `${data.policy}\n${WIDE}\n` });
  }),
  of("policy-narrowed", /policy temporal-worker/, (at) =>
    at.vault("PUT", "sys/policies/acl/temporal-worker", {
      policy: 'path "secret/data/agentvoicebox/workers/*" { capabilities = ["read"] }',
    }),
  ),
  of("policy-removed", /policy keycloak/, (at) => at.vault("DELETE", "sys/policies/acl/keycloak")),
  of("approle-policy-added", /approle .*backend/, (at) =>
    at.vault("POST", "auth/approle/role/backend", { token_policies: ["backend", "keycloak"] }),
  ),
  of("approle-lives-longer", /approle .*keycloak/, (at) =>
    at.vault("POST", "auth/approle/role/keycloak", { token_max_ttl: "768h", token_ttl: "768h" }),
  ),
  of("approle-removed", /approle .*temporal-worker/, (at) => at.vault("DELETE", "auth/approle/role/temporal-worker")),
  of("transit-key-missing", /webhook-secrets/, async (at) => {
    await at.vault("POST", "transit/keys/webhook-secrets/config", { deletion_allowed: true });
    await at.vault("DELETE", "transit/keys/webhook-secrets");
  }),
  of("secret-missing", /agentvoicebox\/workers\/service/, (at) =>
    at.vault("DELETE", "secret/metadata/agentvoicebox/workers/service"),
  ),
  of("database-role-lives-longer", /database.*role.*backend/, async (at) => {
    const { data } = await at.vault("GET", "database/roles/backend");
    await at.vault("POST", "database/roles/backend", { ...data, default_ttl: "700h", max_ttl: "720h" });
  }),
  of("database-role-removed", /database.*role.*temporal-worker/, (at) =>
    at.vault("DELETE", "database/roles/temporal-worker"),
  ),
  of("certificates-for-anybody", /pki.*role.*keycloak/, async (at) => {
    const { data } = await at.vault("GET", "pki/roles/keycloak");
    await at.vault("POST", "pki/roles/keycloak", { ...data, allow_any_name: true, enforce_hostnames: false });
  }),
  of("revocation-list-elsewhere", /pki.*url.*pki/, (at) =>
    at.vault("POST", "pki/config/urls", { crl_distribution_points: ["http://elsewhere.example/crl"] }),
  ),
  of("audit-off", /audit/, (at) => at.vault("DELETE", "sys/audit/file")),
  of("token-revoked", /token/, (at) => at.vault("POST", "auth/token/revoke", { token: "devtoken" })),
];
