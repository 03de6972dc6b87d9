import type { Breakage, Planter } from "./breakage.ts";

const CLI = ["temporal", "--address", "127.0.0.1:7233"];
const NAMESPACE = ["--namespace", "agentvoicebox"];

const of = (
  id: string,
  caughtBy: RegExp,
  plant: Breakage["plant"],
  more: Pick<Breakage, "alone" | "mend"> = {},
): Breakage => ({ ...{ id, service: id.slice(0, id.indexOf(".")), caughtBy, plant }, ...more });

const temporal = (at: Planter, ...words: readonly string[]) => at.inside("temporal", ...CLI, ...words);
const sql = (at: Planter, text: string) =>
  at.inside("postgres", "psql", "-U", "postgres", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-Atc", text);
const redis = (at: Planter, ...setting: readonly string[]) =>
  at.inside("redis", "redis-cli", "CONFIG", "SET", ...setting);

/** What a person may do to OPA. */
export const OPA_BREAKAGES: readonly Breakage[] = [
  // What no document names is told and left: who pushed it takes it away.
  of(
    "opa.policy-pushed",
    /proof opa\.policies: .*by-hand/,
    (at) => at.opa("PUT", "/policies/by-hand", 'package agentvoicebox\n\nallow if input.user.id == "mallory"\n'),
    { mend: (at) => at.opa("DELETE", "/policies/by-hand") },
  ),
  of("opa.rule-flipped", /proof opa\.user\.delete\./, async (at) => {
    const { result } = await at.opa("GET", "/data/permissions");
    const rules = result.rules.map((rule: { action: string }) =>
      rule.action === "delete" ? { ...rule, everybody: true } : rule,
    );
    await at.opa("PUT", "/data/permissions", { ...result, rules });
  }),
  of(
    "opa.rule-dropped",
    /proof opa\.tenant\.read\./,
    async (at) => {
      const { result } = await at.opa("GET", "/data/permissions");
      await at.opa("PUT", "/data/permissions", { ...result, rules: result.rules.slice(1) });
    },
    { alone: true },
  ),
];

/** What a person may do to Temporal. */
export const TEMPORAL_BREAKAGES: readonly Breakage[] = [
  of("temporal.retention", /proof temporal\.namespace\.agentvoicebox: .*720 h/, (at) =>
    temporal(at, "operator", "namespace", "update", ...NAMESPACE, "--retention", "30d"),
  ),
  of("temporal.schedule-removed", /proof temporal\.schedule\.metrics-aggregation: it is not there/, (at) =>
    temporal(at, "schedule", "delete", ...NAMESPACE, "--schedule-id", "metrics-aggregation"),
  ),
  of("temporal.schedule-slower", /proof temporal\.schedule\.billing-sync/, (at) =>
    temporal(
      at,
      ...["schedule", "update", ...NAMESPACE, "--schedule-id", "billing-sync", "--interval", "7h"],
      ...["--workflow-id", "billing-sync", "--type", "BillingSyncWorkflow", "--task-queue", "billing"],
    ),
  ),
  of(
    "temporal.namespace-deleted",
    /proof temporal\.namespace\.agentvoicebox: it is not there/,
    (at) => temporal(at, "operator", "namespace", "delete", ...NAMESPACE, "--yes"),
    { alone: true },
  ),
];

/** What a person may do to the billing of Lago. */
export const LAGO_BREAKAGES: readonly Breakage[] = [
  of("lago.price-changed", /proof lago\.plan\.pro: amount_cents/, (at) =>
    at.lago("PUT", "/plans/pro", { plan: { amount_cents: 1 } }),
  ),
  of("lago.plan-removed", /proof lago\.plan\.pro_annual/, (at) => at.lago("DELETE", "/plans/pro_annual")),
  of("lago.charge-removed", /proof lago\.plan\.enterprise: charges/, (at) =>
    at.lago("PUT", "/plans/enterprise", { plan: { charges: [] } }),
  ),
  of("lago.metric-renamed", /proof lago\.metric\.audio_minutes_input/, (at) =>
    at.lago("PUT", "/billable_metrics/audio_minutes_input", { billable_metric: { name: "by hand" } }),
  ),
  of("lago.customer-renamed", /proof lago\.customer\./, async (at) => {
    const { customers } = await at.lago("GET", "/customers");
    const customer = { external_id: customers[0].external_id, name: "Mallory" };
    await at.lago("POST", "/customers", { customer });
  }),
  of("lago.endpoint-removed", /proof lago\.endpoint\./, async (at) => {
    const { webhook_endpoints: ends } = await at.lago("GET", "/webhook_endpoints");
    await at.lago("DELETE", `/webhook_endpoints/${ends[0].lago_id}`);
  }),
];

const asRoot = (text: string, back: string, id: string, caughtBy: RegExp): Breakage =>
  of(id, caughtBy, (at) => sql(at, text), { mend: (at) => sql(at, back) });

/** What a person may do to the databases and the cache; no document seeds them, so each has its own way back. */
export const DATA_BREAKAGES: readonly Breakage[] = [
  asRoot(
    "GRANT CONNECT ON DATABASE keycloak TO temporal",
    "REVOKE CONNECT ON DATABASE keycloak FROM temporal",
    "postgres.grant-added",
    /proof postgres\.temporal\.keycloak/,
  ),
  asRoot(
    "GRANT CONNECT ON DATABASE agentvoicebox TO PUBLIC",
    "REVOKE CONNECT ON DATABASE agentvoicebox FROM PUBLIC",
    "postgres.grant-to-everybody",
    /proof postgres\.keycloak\.agentvoicebox/,
  ),
  asRoot(
    "ALTER ROLE temporal CREATEDB",
    "ALTER ROLE temporal NOCREATEDB",
    "postgres.right-added",
    /proof postgres\.temporal\.rights/,
  ),
  asRoot(
    "GRANT keycloak TO agentvoicebox",
    "REVOKE keycloak FROM agentvoicebox",
    "postgres.membership-added",
    /proof postgres\.agentvoicebox\.member/,
  ),
  of("redis.eviction", /proof redis\.eviction/, (at) => redis(at, "maxmemory-policy", "allkeys-lru"), {
    mend: (at) => redis(at, "maxmemory-policy", "noeviction"),
  }),
  of("redis.not-kept", /proof redis\.kept/, (at) => redis(at, "appendonly", "no"), {
    mend: (at) => redis(at, "appendonly", "yes"),
  }),
];
