import { type EnvValue, literal, secret } from "../../domain/env-value.ts";

/** What Keycloak's container is told: its database, plain HTTP, health on. Source: Keycloak server guides, all-config. */
export const keycloakEnvironment: Readonly<Record<string, EnvValue>> = {
  KC_BOOTSTRAP_ADMIN_USERNAME: literal("admin"),
  KC_BOOTSTRAP_ADMIN_PASSWORD: secret("keycloak/admin"),
  // A service account of the realm master: what avb itself signs in as. It is made with the first start alone.
  KC_BOOTSTRAP_ADMIN_CLIENT_ID: literal("avb-bootstrap"),
  KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: secret("keycloak/bootstrap-client"),
  KC_DB: literal("postgres"),
  KC_DB_URL: {
    kind: "endpoint",
    service: "postgres",
    port: "sql",
    form: "url",
    scheme: "jdbc:postgresql",
    path: "/keycloak",
  },
  KC_DB_USERNAME: literal("keycloak"),
  KC_DB_PASSWORD: secret("postgres/keycloak"),
  KC_HEALTH_ENABLED: literal("true"),
  // Readiness includes the database only with metrics on.
  KC_METRICS_ENABLED: literal("true"),
};
