import type { Verifier } from "./verifier.ts";

/** By section, in the order of the report; each is loaded only where it is asked for. */
export const VERIFIERS: Readonly<Record<string, () => Promise<Verifier>>> = {
  keycloak: async () => (await import("./verify-keycloak.ts")).keycloakVerifier,
  matrix: async () => (await import("./verify-matrix.ts")).matrixVerifier,
  kafka: async () => (await import("./verify-kafka.ts")).kafkaVerifier,
  temporal: async () => (await import("./verify-temporal.ts")).temporalVerifier,
  vault: async () => (await import("./verify-vault.ts")).vaultVerifier,
  opa: async () => (await import("./verify-opa.ts")).opaVerifier,
  lago: async () => (await import("./verify-lago.ts")).lagoVerifier,
  postgres: async () => (await import("./verify-postgres.ts")).postgresVerifier,
  redis: async () => (await import("./verify-redis.ts")).redisVerifier,
  golden: async () => (await import("./verify-golden.ts")).goldenVerifier,
};
