import { defineService } from "../../domain/service.ts";
import { opaAccess } from "./access.ts";
import { opaContainers } from "./containers.ts";
import { opaShell } from "./shell.ts";
import { opaVariables } from "./variables.ts";

/** Open Policy Agent: who may do what. Its image has no tool to probe with, so it is asked from outside. */
export const opa = defineService({
  id: "opa",
  title: "OPA",
  purpose: "Policy Enforcement",
  section: "4.6",
  inventory: { integrationFile: "`integrations/opa.py` (8KB)", portRange: "65030", references: "40+" },
  statuses: {
    sandbox: { word: "DISABLED", configuration: "`OPA_ENABLED=false`", notes: "All policies pass" },
    live: { word: "ENABLED", configuration: "Full policies", notes: "Local container 65030" },
    production: { word: "ENABLED", configuration: "OPA cluster", notes: "Kubernetes sidecar" },
  },
  runsIn: ["live", "production"],
  ports: { http: { container: 8181, host: 65030, block: "voicebox" } },
  probe: { kind: "http", port: "http", path: "/health", status: 200 },
  // A decision that it computes itself, whatever policies it has.
  ready: {
    withinMs: 60_000,
    usable: [
      {
        kind: "http",
        port: "http",
        path: "/v1/query",
        method: "POST",
        status: 200,
        json: { query: "x := 40 + 2" },
        answer: "42",
      },
    ],
  },
  needs: [],
  variables: opaVariables,
  access: opaAccess,
  shell: opaShell,
  containers: opaContainers,
});
