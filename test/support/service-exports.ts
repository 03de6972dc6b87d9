import { inDatabase } from "./application-tables.ts";
import type { Json, Planter } from "./breakage.ts";

/** A piece of what a service holds, and under which name it is compared. */
export type Piece = readonly [name: string, held: Json];

type Reader = (planter: Planter) => Promise<readonly Piece[]>;

const gathered = (paths: readonly string[], read: (path: string) => Promise<Json>): Promise<readonly Piece[]> =>
  Promise.all(paths.map(async (path) => [path, await read(path)] as const));

const VAULT = ["sys/mounts", "sys/auth", "sys/audit", "secret/config"];
/** Lists, and what each of their names is read below. */
const VAULT_LISTS: Readonly<Record<string, string>> = {
  "sys/policies/acl": "sys/policies/acl/",
  "transit/keys": "transit/keys/",
  "auth/approle/role": "auth/approle/role/",
  "database/roles": "database/roles/",
  "pki/roles": "pki/roles/",
};

async function vaultSecrets(planter: Planter, folder: string): Promise<readonly string[]> {
  const { data } = await planter.vault("GET", `secret/metadata/${folder}?list=true`);
  const below = (data.keys as readonly string[]).map(async (key) =>
    key.endsWith("/") ? vaultSecrets(planter, `${folder}${key}`) : [`secret/data/${folder}${key}`],
  );
  return (await Promise.all(below)).flat();
}

const vault: Reader = async (planter) => {
  const lists = Object.entries(VAULT_LISTS).map(async ([list, each]) => {
    const { data } = await planter.vault("GET", `${list}?list=true`);
    return (data.keys as readonly string[]).map((key) => `${each}${key}`);
  });
  const paths = [...VAULT, ...(await Promise.all(lists)).flat(), ...(await vaultSecrets(planter, ""))];
  return gathered(paths, (path) => planter.vault("GET", path));
};

const keycloak: Reader = async (planter) => {
  const users: readonly Json[] = await planter.keycloak("GET", "/users?max=1000&briefRepresentation=false");
  const clients: readonly Json[] = await planter.keycloak("GET", "/clients");
  const realm = await planter.keycloak("POST", "/partial-export?exportClients=true&exportGroupsAndRoles=true");
  const each = users.flatMap(({ id }) => [`/users/${id}/role-mappings`, `/users/${id}/groups`]);
  const secrets = clients
    .filter(({ publicClient, bearerOnly }) => !publicClient && !bearerOnly)
    .map(({ id }) => `/clients/${id}/client-secret`);
  const paths = [...each, ...secrets, "/groups?briefRepresentation=false", "/users/profile"];
  return [["realm", realm], ["users", users], ...(await gathered(paths, (path) => planter.keycloak("GET", path)))];
};

const CLI = ["temporal", "temporal", "--address", "127.0.0.1:7233", "--output", "json"];
const NAMESPACE = ["--namespace", "agentvoicebox"];

const temporal: Reader = async ({ inside }) => {
  const ask = (...words: readonly string[]): Json => {
    const [container = "", ...command] = CLI;
    return JSON.parse(inside(container, ...command, ...words));
  };
  const schedules: readonly Json[] = ask("schedule", "list", ...NAMESPACE);
  return [
    ["namespace", ask("operator", "namespace", "describe", ...NAMESPACE)],
    ["search attributes", ask("operator", "search-attribute", "list", ...NAMESPACE)],
    ...schedules.map(({ scheduleId }): Piece => {
      const { schedule } = ask("schedule", "describe", ...NAMESPACE, "--schedule-id", scheduleId);
      return [`schedule ${scheduleId}`, schedule];
    }),
  ];
};

/** Kafka's own program; the id of a topic that was made again is another. */
const kafka: Reader = async ({ inside }) => {
  const told = inside(
    ...(["kafka", "/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "localhost:19092", "--describe"] as const),
  );
  const topics = told.split("\n").filter((line) => line.startsWith("Topic:"));
  return topics.map((line): Piece => [/\S+/.exec(line.slice(6))?.[0] ?? "", line.replace(/TopicId: \S+/, "")]);
};

const TABLES = ["tenants_tenant", "users_user"];

const postgres: Reader = async ({ container }) =>
  TABLES.map((table): Piece => {
    const sql = `SELECT coalesce(json_agg(t ORDER BY t.id), '[]') FROM ${table} t`;
    return [table, JSON.parse(inDatabase(container("postgres"), sql))];
  });

const LAGO = ["billable_metrics", "plans", "customers", "subscriptions", "webhook_endpoints"];

/** What each service holds of ours, read by its own API or program and not by avb. */
export const EXPORTS = {
  vault,
  keycloak,
  temporal,
  kafka,
  postgres,
  opa: (planter) => gathered(["/policies", "/data"], (path) => planter.opa("GET", path)),
  lago: (planter) => gathered(LAGO, (kind) => planter.lago("GET", `/${kind}?per_page=100`)),
} as const satisfies Readonly<Record<string, Reader>>;
