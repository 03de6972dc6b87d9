import type { Credential } from "../../domain/credential.ts";
import { keysLikeVariables, optional, plainField, secretField } from "./parts.ts";

const DATABASE = [
  plainField("host", "DATABASE_HOST", "host"),
  plainField("port", "DATABASE_PORT", "port"),
  plainField("database", "DATABASE_NAME", "name"),
  plainField("username", "DATABASE_USERNAME", "name"),
  secretField("password", "DATABASE_PASSWORD", "password"),
  secretField("connection_uri", "DATABASE_URL", "postgres-url"),
];

const REDIS = [
  plainField("primary_endpoint", "REDIS_PRIMARY_ENDPOINT", "host"),
  optional(plainField("reader_endpoint", "REDIS_READER_ENDPOINT", "host")),
  plainField("port", "REDIS_PORT", "port"),
  secretField("auth_token", "REDIS_AUTH_TOKEN", "password"),
  secretField("connection_uri", "REDIS_URL", "redis-url"),
];

/** The database's connection. The document has it in its rotation table alone. */
export const database: Credential = {
  id: "database",
  title: "Database",
  category: "infra",
  epic: 0,
  status: "Auto-generated",
  places: {
    path: "third-party/database",
    aws: "qualisys/database/connection",
    azure: {
      form: "split",
      names: {
        ...{ connection_uri: "postgresql-connection-string", password: "postgresql-admin-password" },
        ...{ host: "postgresql-host", port: "postgresql-port" },
        ...{ database: "postgresql-database", username: "postgresql-username" },
      },
    },
    kubernetes: { secret: "database-credentials", keys: keysLikeVariables(DATABASE) },
  },
  fields: DATABASE,
  scopes: ["login"],
  rotation: {
    title: "Database",
    frequency: "90 days",
    next: "Auto-rotated",
    owner: "Lambda",
    procedure: "AWS Secrets Manager rotation Lambda (Story 0-7)",
  },
  documented: false,
  guide: [{ text: "Nothing has to be applied for: the database's own machinery makes it." }],
};

/** The cache's connection. The document does not have it; the applications read it. */
export const redis: Credential = {
  id: "redis",
  title: "Redis",
  category: "infra",
  epic: 0,
  status: "Auto-generated",
  places: {
    path: "third-party/redis",
    aws: "qualisys/redis/connection",
    azure: {
      form: "split",
      names: {
        ...{ auth_token: "redis-primary-key", connection_uri: "redis-connection-string" },
        ...{ primary_endpoint: "redis-endpoint", reader_endpoint: "redis-reader-endpoint", port: "redis-port" },
      },
    },
    kubernetes: { secret: "redis-credentials", keys: keysLikeVariables(REDIS) },
  },
  fields: REDIS,
  rotation: {
    title: "Redis",
    frequency: "Manual",
    next: "N/A",
    owner: "DevOps Lead",
    procedure: "Set a second auth token, update the secret store, drop the first",
  },
  documented: false,
  guide: [{ text: "Nothing has to be applied for: the cache's own machinery makes it." }],
};
