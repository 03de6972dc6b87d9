import type { ContainerFacts, PreparedImage } from "../../domain/container.ts";

/** Where the classes lie that every start has read before. */
const ARCHIVE = "/opt/keycloak/classes.jsa";

/**
 * Keycloak configured ahead (`kc.sh build`, guide: server/configuration), with an archive of the classes that a start reads
 * (JVM: class data sharing). The archive is written when a start ends at a database that is not there, which is late enough;
 * its heap is a small one, since an archive made above 32 GB is of no use below. The JVM's second compiler pays off in long
 * runs alone: without it a start takes half the processor time and half the memory, and a serial collector takes a little less of both.
 */
const prepared: PreparedImage = {
  steps: [
    "ENV KC_DB=postgres KC_HEALTH_ENABLED=true KC_METRICS_ENABLED=true KC_HTTP_ENABLED=true KC_CACHE=local",
    shellStep([
      "/opt/keycloak/bin/kc.sh build",
      "cd /opt/keycloak",
      [
        "JAVA_OPTS_KC_HEAP='-Xms64m -Xmx512m'",
        `JAVA_OPTS_APPEND='-XX:ArchiveClassesAtExit=${ARCHIVE} -Xlog:disable'`,
        "KC_DB_URL=jdbc:postgresql://127.0.0.1:1/none KC_DB_USERNAME=none KC_DB_PASSWORD=none",
        "KC_HOSTNAME=http://localhost KC_LOG_LEVEL=off bin/kc.sh start --optimized || true",
      ].join(" "),
      "rm -rf data/*",
    ]),
    `ENV JAVA_OPTS_APPEND="-XX:SharedArchiveFile=${ARCHIVE} -XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC"`,
  ],
  entrypoint: ["bash", "-ec", "set -a; . /run/secrets/keycloak.env; exec /opt/keycloak/bin/kc.sh start --optimized"],
};

/** The image's bash as the shell: one layer for all of it. */
function shellStep(commands: readonly string[]): string {
  return `RUN ${JSON.stringify(["bash", "-ec", commands.join("; ")])}`;
}

/**
 * A full hostname fixes the issuer for both views, and the dynamic backchannel lets containers call it by its own name
 * (guide: server/hostname). The image has no `*_FILE` variables, so its entrypoint reads assignments as user 1000.
 */
export const keycloakContainers: Readonly<Record<string, ContainerFacts>> = {
  keycloak: {
    prepared,
    secrets: { as: "sourced", uid: 1000 },
    texts: {
      KC_HOSTNAME: ["http://localhost:", { hostPort: "keycloak.http" }],
      KC_HOSTNAME_BACKCHANNEL_DYNAMIC: ["true"],
    },
  },
};
