import type { AccessFact } from "../../domain/access.ts";

const sql = {
  kind: "endpoint",
  service: "postgres",
  port: "sql",
  form: "url",
  scheme: "postgresql",
  path: "/agentvoicebox",
} as const;

/** The application's own database. */
export const postgresAccess: readonly AccessFact[] = [
  {
    kind: "connection",
    label: "application",
    value: { ...sql, user: "agentvoicebox", password: "postgres/agentvoicebox" },
  },
];
