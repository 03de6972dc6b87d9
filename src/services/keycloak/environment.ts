import { type EnvValue, literal, secret } from "../../domain/env-value.ts";

/** What Keycloak's container is told: its database, plain HTTP, health on. Source: Keycloak server guides, all-config. */
export const keycloakEnvironment: Readonly<Record<string, EnvValue>> = {
  KC_BOOTSTRAP_ADMIN_USERNAME: literal("admin"),
  KC_BOOTSTRAP_ADMIN_PASSWORD: secret("keycloak/admin"),
  KC_DB: literal("postgres"),
  KC_DB_URL: {
    kind: "endpoint",
    service: "postgres",
    port: "sql",
    form: "url",
    scheme: "jdbc:postgresql",
    path: "/keycloak",
  },
  KC_DB_USERNAME: literal("agentvoicebox"),
  KC_DB_PASSWORD: secret("postgres/agentvoicebox"),
  KC_HEALTH_ENABLED: literal("true"),
  // Readiness includes the database only with metrics on.
  KC_METRICS_ENABLED: literal("true"),
};
