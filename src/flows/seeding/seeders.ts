import type { Seeder } from "./seeder.ts";

/** Seeders by service. */
export type Seeders = Readonly<Record<string, () => Promise<Seeder>>>;

/** All that there are; each is loaded only where that service runs as a real one. */
export const SEEDERS: Seeders = {
  kafka: async () => (await import("./seed-kafka.ts")).kafkaSeeder,
  temporal: async () => (await import("./seed-temporal.ts")).temporalSeeder,
  opa: async () => (await import("./seed-opa.ts")).opaSeeder,
  vault: async () => (await import("./seed-vault.ts")).vaultSeeder,
  postgres: async () => (await import("./seed-postgres.ts")).postgresSeeder,
  keycloak: async () => (await import("./seed-keycloak.ts")).keycloakSeeder,
  lago: async () => (await import("./seed-lago.ts")).lagoSeeder,
};
