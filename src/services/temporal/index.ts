import { defineService } from "../../domain/service.ts";
import { temporalAccess } from "./access.ts";
import { temporalShell } from "./shell.ts";
import { temporalVariables } from "./variables.ts";

/** Temporal's development server: workflows, kept in a file of its own, so that it needs no database. */
export const temporal = defineService({
  id: "temporal",
  title: "Temporal",
  purpose: "Workflow Orchestration",
  section: "4.5",
  inventory: { integrationFile: "`integrations/temporal.py` (9KB)", portRange: "65007", references: "50+" },
  statuses: {
    sandbox: { word: "DISABLED", configuration: "`TEMPORAL_ENABLED=false`", notes: "Direct function calls" },
    live: { word: "ENABLED", configuration: "Full workflows", notes: "Local container 65007" },
    production: { word: "ENABLED", configuration: "Temporal Cloud", notes: "SaaS" },
  },
  runsIn: ["live", "production"],
  ports: {
    grpc: { container: 7233, host: 65007, block: "voicebox" },
    ui: { container: 8233, host: 65009, block: "voicebox" },
  },
  probe: {
    kind: "exec",
    command: ["temporal", "operator", "cluster", "health", "--address", "127.0.0.1:7233"],
  },
  // SERVING is said before the namespace is there: a call into it is what an application makes.
  ready: {
    withinMs: 90_000,
    everyMs: 250,
    usable: [
      // The page's own API asks the frontend, and costs no process as the command line does.
      {
        ...{ kind: "http", port: "ui", path: "/api/v1/namespaces/default", status: 200 },
        answer: "NAMESPACE_STATE_REGISTERED",
      },
    ],
  },
  needs: [],
  variables: temporalVariables,
  access: temporalAccess,
  shell: temporalShell,
});
