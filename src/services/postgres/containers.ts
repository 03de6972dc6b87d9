import type { ContainerFacts } from "../../domain/container.ts";
import { databasesScript } from "./databases.ts";

/** The image reads `*_FILE` as its user 999 and runs the scripts of initdb.d once, on an empty volume. */
export const postgresContainers: Readonly<Record<string, ContainerFacts>> = {
  postgres: {
    secrets: { as: "files", uid: 999 },
    deafUntilHealthy: true,
    dump: "docker exec {name} pg_dumpall -U postgres > postgres.sql",
    files: { "/docker-entrypoint-initdb.d/10-databases.sql": databasesScript },
  },
};
