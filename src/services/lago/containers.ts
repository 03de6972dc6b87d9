import type { ContainerFacts, SecretDelivery, TextPart } from "../../domain/container.ts";

const SOURCED: SecretDelivery = { as: "sourced", uid: 0 };

/** What every Rails process of Lago is told (upstream docker-compose.yml). The API key is known before the first start. */
const RAILS: Readonly<Record<string, readonly TextPart[]>> = {
  RAILS_ENV: ["production"],
  RAILS_LOG_TO_STDOUT: ["true"],
  LAGO_API_URL: ["http://localhost:", { hostPort: "lago.api" }],
  LAGO_FRONT_URL: ["http://localhost:", { hostPort: "lago.front" }],
  LAGO_DISABLE_PDF_GENERATION: ["true"],
  LAGO_DISABLE_SEGMENT: ["true"],
  LAGO_DISABLE_SIGNUP: ["true"],
  DATABASE_URL: ["postgresql://lago:", { secret: "lago/database" }, "@lago-db:5432/lago"],
  REDIS_URL: ["redis://lago-redis:6379/0"],
  LAGO_REDIS_CACHE_URL: ["redis://lago-redis:6379/1"],
  SECRET_KEY_BASE: [{ secret: "lago/secret-key-base" }],
  LAGO_ENCRYPTION_PRIMARY_KEY: [{ secret: "lago/encryption-primary-key" }],
  LAGO_ENCRYPTION_DETERMINISTIC_KEY: [{ secret: "lago/encryption-deterministic-key" }],
  LAGO_ENCRYPTION_KEY_DERIVATION_SALT: [{ secret: "lago/encryption-key-derivation-salt" }],
  LAGO_RSA_PRIVATE_KEY: [{ secret: "lago/rsa-private-key" }],
};

const ORGANISATION: Readonly<Record<string, readonly TextPart[]>> = {
  LAGO_CREATE_ORG: ["true"],
  LAGO_ORG_NAME: ["AgentVoiceBox"],
  LAGO_ORG_USER_EMAIL: ["admin@agentvoicebox.local"],
  LAGO_ORG_USER_PASSWORD: [{ secret: "lago/admin" }],
  LAGO_ORG_API_KEY: [{ secret: "lago/api-key" }],
};

const MIGRATED = { "lago-migrate": "ended", "lago-redis": "healthy" } as const;

/** Lago's containers: a job that makes the tables and the organisation, then the API, its workers and its pages. */
export const lagoContainers: Readonly<Record<string, ContainerFacts>> = {
  "lago-db": {
    secrets: { as: "files", uid: 999 },
    deafUntilHealthy: true,
    texts: {
      POSTGRES_USER: ["lago"],
      POSTGRES_DB: ["lago"],
      POSTGRES_PASSWORD: [{ secret: "lago/database" }],
    },
    publishes: ["db"],
  },
  "lago-redis": { publishes: ["redis"] },
  "lago-migrate": { secrets: SOURCED, texts: { ...RAILS, ...ORGANISATION }, needs: { "lago-db": "healthy" } },
  "lago-api": { secrets: SOURCED, texts: RAILS, publishes: ["api"], needs: MIGRATED, reachable: true },
  // Webhooks are brought by the worker.
  "lago-worker": {
    ...{ secrets: SOURCED, texts: RAILS, needs: MIGRATED },
    ...{ callsApplication: true, reachesMachine: true },
  },
  "lago-clock": { secrets: SOURCED, texts: RAILS, needs: MIGRATED },
  "lago-front": { texts: { API_URL: ["http://localhost:", { hostPort: "lago.api" }] }, publishes: ["front"] },
};
