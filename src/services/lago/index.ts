import { defineService } from "../../domain/service.ts";
import { lagoAccess } from "./access.ts";
import { lagoContainers } from "./containers.ts";
import { lagoVariables } from "./variables.ts";

/** Lago: billing, a compose project of its own whose API alone an application may reach. Its health touches its database. */
export const lago = defineService({
  id: "lago",
  title: "Lago",
  purpose: "Usage Billing",
  section: "4.3",
  inventory: { integrationFile: "`integrations/lago.py` (20KB)", portRange: "**63690-63699**", references: "50+" },
  statuses: {
    sandbox: { word: "MOCKED", configuration: "`LAGO_MOCK=true`", notes: "Fake billing responses" },
    live: { word: "ENABLED", configuration: "Full billing", notes: "Isolated cluster 63690" },
    production: { word: "ENABLED", configuration: "Lago Cloud", notes: "SaaS" },
  },
  runsIn: ["live", "production"],
  standIn: "billing",
  ports: {
    api: { container: 3000, host: 63690, block: "lago" },
    front: { container: 80, host: 63691, block: "lago" },
    db: { container: 5432, host: 63692, block: "lago" },
    redis: { container: 6379, host: 63693, block: "lago" },
  },
  probe: { kind: "http", port: "api", path: "/health", status: 200 },
  ready: {
    withinMs: 240_000,
    everyMs: 500,
    usable: [
      {
        ...{ kind: "http", port: "api", path: "/api/v1/organizations", status: 200 },
        headers: { Authorization: ["Bearer ", { secret: "lago/api-key" }] },
      },
    ],
  },
  needs: [],
  // What it encrypted, signed and logged in with cannot be read again under others (upstream docker-compose.yml, its environment).
  keptUnder: [
    "lago/database",
    "lago/secret-key-base",
    "lago/encryption-primary-key",
    "lago/encryption-deterministic-key",
    "lago/encryption-key-derivation-salt",
    "lago/rsa-private-key",
  ],
  variables: lagoVariables,
  access: lagoAccess,
  containers: lagoContainers,
  isolated: true,
  knownAs: "lago-api",
});
