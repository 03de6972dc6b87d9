import type { ShellFacts } from "../../domain/shell-facts.ts";

const SERVER = ["--server", "http://localhost:8080", "--realm", "master", "--user", "admin"] as const;

/**
 * Keycloak's admin client, which takes the password from KC_CLI_PASSWORD (guide: server/admin-cli). With words it signs in for
 * that one call and writes nothing; without it leaves a shell in which it is signed in.
 */
export const keycloakShell: ShellFacts = {
  client: ["/opt/keycloak/bin/kcadm.sh"],
  after: ["--no-config", ...SERVER],
  prompt: [
    "bash",
    "-c",
    `export PATH="$PATH:/opt/keycloak/bin"; kcadm.sh config credentials ${SERVER.join(" ")} && unset KC_CLI_PASSWORD && exec bash`,
  ],
  env: { KC_CLI_PASSWORD: [{ secret: "keycloak/admin" }] },
};
