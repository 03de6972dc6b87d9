import { literal, secret } from "../../domain/env-value.ts";
import type { Probe } from "../../domain/probe.ts";
import { defineService } from "../../domain/service.ts";
import { postgresAccess } from "./access.ts";
import { postgresContainers } from "./containers.ts";
import { asTheirOwners, passwordVariable, roles } from "./databases.ts";
import { postgresShell } from "./shell.ts";

/** Whether it speaks TLS (PostgreSQL: message formats, SSLRequest): answered with one byte by a process of the server, before any sign-in. */
const sslRequest: Probe = { kind: "tcp", port: "sql", sends: "\0\0\0\x08\x04\xd2\x16\x2f", answers: ["N", "S"] };

/** PostgreSQL for the application and for Keycloak; Lago has a server of its own. Facts: upstream image and pg_isready manual. */
export const postgres = defineService({
  id: "postgres",
  title: "PostgreSQL",
  purpose: "Relational database of the application and of Keycloak",
  runsIn: ["live", "production"],
  ports: { sql: { container: 5432, host: 65004, block: "voicebox" } },
  // Without -h the answer may come from the temporary server that the image runs during its first start.
  probe: { kind: "exec", command: ["pg_isready", "-h", "127.0.0.1", "-U", "postgres"] },
  // As each role in its own database, over TCP, with the password that the application has.
  ready: { withinMs: 90_000, usable: [asTheirOwners], glance: sslRequest },
  needs: [],
  variables: [],
  access: postgresAccess,
  shell: postgresShell,
  environment: {
    postgres: {
      POSTGRES_USER: literal("postgres"),
      POSTGRES_PASSWORD: secret("postgres/superuser"),
      ...Object.fromEntries(roles.map((role) => [passwordVariable(role), secret(`postgres/${role}`)])),
    },
  },
  containers: postgresContainers,
});
