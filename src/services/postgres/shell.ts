import type { ShellFacts } from "../../domain/shell-facts.ts";

/** psql as the application, over TCP: the local socket would let everybody be anybody (psql reference). */
export const postgresShell: ShellFacts = {
  client: ["psql", "-h", "127.0.0.1", "-U", "agentvoicebox", "-d", "agentvoicebox"],
  env: { PGPASSWORD: [{ secret: "postgres/agentvoicebox" }] },
};
