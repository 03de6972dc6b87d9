import { defineService } from "../../domain/service.ts";
import { keycloakAccess } from "./access.ts";
import { keycloakContainers } from "./containers.ts";
import { keycloakEnvironment } from "./environment.ts";
import { keycloakShell } from "./shell.ts";
import { keycloakVariables } from "./variables.ts";

/** Keycloak: sign-in. Its engine asks the management port, which is not published (guide: observability/health); avb asks for a token, which takes the database too. */
export const keycloak = defineService({
  id: "keycloak",
  title: "Keycloak",
  purpose: "Authentication & SSO",
  section: "4.1",
  inventory: { integrationFile: "`integrations/keycloak.py` (14KB)", portRange: "65006", references: "50+" },
  statuses: {
    sandbox: { word: "BYPASSED", configuration: "`KEYCLOAK_BYPASS=true`", notes: "Mock JWT tokens" },
    live: { word: "ENABLED", configuration: "Full auth flow", notes: "Local container 65006" },
    production: { word: "ENABLED", configuration: "Cluster / Auth0", notes: "External managed" },
  },
  runsIn: ["live", "production"],
  standIn: "identity",
  ports: { http: { container: 8080, host: 65006, block: "voicebox", sandboxHost: 8080 } },
  // Over HTTP: a look that runs a program in the container costs a start of Keycloak more than it tells.
  probe: { kind: "http", port: "http", path: "/realms/master/.well-known/openid-configuration", status: 200 },
  ready: {
    withinMs: 240_000,
    everyMs: 200,
    readsEarly: true,
    usable: [
      {
        ...{
          kind: "http",
          port: "http",
          path: "/realms/master/protocol/openid-connect/token",
          method: "POST",
          status: 200,
        },
        form: {
          grant_type: ["client_credentials"],
          client_id: ["avb-bootstrap"],
          client_secret: [{ secret: "keycloak/bootstrap-client" }],
        },
      },
    ],
  },
  needs: [{ service: "postgres", until: "ready" }],
  keptIn: { service: "postgres", database: "keycloak" },
  variables: keycloakVariables,
  access: keycloakAccess,
  shell: keycloakShell,
  environment: { keycloak: keycloakEnvironment },
  containers: keycloakContainers,
});
