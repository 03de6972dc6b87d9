import { defineService } from "../../domain/service.ts";
import { vaultAccess } from "./access.ts";
import { vaultContainers } from "./containers.ts";
import { vaultShell } from "./shell.ts";
import { vaultVariables } from "./variables.ts";

/** Vault: the secrets of live and production. Usable is 200; 501 is not initialised, 503 is sealed (API: sys/health). */
export const vault = defineService({
  id: "vault",
  title: "Vault",
  purpose: "Secrets Management",
  section: "4.2",
  inventory: { integrationFile: "`integrations/vault.py` (24KB)", portRange: "65003", references: "200+" },
  statuses: {
    sandbox: { word: "BYPASSED", configuration: "`VAULT_FAIL_FAST=false`", notes: "Env vars only" },
    live: { word: "ENABLED", configuration: "Full secrets", notes: "Local container 65003" },
    production: { word: "ENABLED", configuration: "Vault cluster", notes: "External managed" },
  },
  runsIn: ["live", "production"],
  ports: { http: { container: 8200, host: 65003, block: "voicebox" } },
  probe: { kind: "http", port: "http", path: "/v1/sys/health", status: 200 },
  // Each token has a cubbyhole: writing to it needs storage that can be written, and touches nobody's secrets.
  ready: {
    withinMs: 60_000,
    usable: [
      {
        ...{ kind: "http", port: "http", path: "/v1/cubbyhole/avb-usable", method: "POST", status: 204 },
        headers: { "X-Vault-Token": [{ secret: "vault/root-token" }] },
        json: { usable: "yes" },
      },
    ],
  },
  needs: [],
  variables: vaultVariables,
  access: vaultAccess,
  shell: vaultShell,
  containers: vaultContainers,
});
