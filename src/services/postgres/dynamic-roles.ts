import type { Database } from "./database.ts";

/** The role by which Vault makes and drops users of this server: it may do that, and reads no row of anybody's. */
export const VAULT_ADMIN = "vault_admin";

/** What the users that Vault makes for one workload may do: they are members of this group, and have no right beside it. */
export interface DynamicGroup {
  readonly group: string;
  /** The role of Vault's database engine whose users are members. */
  readonly vaultRole: string;
  readonly database: string;
  /** On every table of the schema `public`, those that the database's owner makes later too. */
  readonly tables: readonly ("SELECT" | "INSERT" | "UPDATE" | "DELETE")[];
}

/** One for each row `database/creds/...` of matrix section 5. A worker changes rows and removes none; nobody changes tables. */
export const dynamicGroups: readonly DynamicGroup[] = [
  {
    group: "vault_backend",
    vaultRole: "backend",
    database: "agentvoicebox",
    tables: ["SELECT", "INSERT", "UPDATE", "DELETE"],
  },
  {
    group: "vault_keycloak",
    vaultRole: "keycloak",
    database: "keycloak",
    tables: ["SELECT", "INSERT", "UPDATE", "DELETE"],
  },
  {
    group: "vault_temporal_worker",
    vaultRole: "temporal-worker",
    database: "agentvoicebox",
    tables: ["SELECT", "INSERT", "UPDATE"],
  },
];

/** Lines of psql that make the groups and what they may do; they may run any number of times, as superuser, after the databases are there. */
export const dynamicGroupsScript = (databases: readonly Database[]): readonly string[] => [
  `ALTER ROLE ${VAULT_ADMIN} CREATEROLE;`,
  ...dynamicGroups.flatMap(({ group }) => [
    `SELECT 'CREATE ROLE ${group} NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${group}') \\gexec`,
    // Since 16 a member can be kept from the group's own rights; before it every grantor had them.
    `SELECT 'GRANT ${group} TO ${VAULT_ADMIN} WITH ADMIN ' || CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'TRUE, INHERIT FALSE, SET FALSE' ELSE 'OPTION' END \\gexec`,
  ]),
  ...dynamicGroups.flatMap((one) => grantsOf(one, databases)),
  "\\connect postgres",
];

function grantsOf({ group, database, tables }: DynamicGroup, databases: readonly Database[]): readonly string[] {
  const owner = databases.find(({ name }) => name === database)?.owner ?? database;
  const later = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT`;
  return [
    `\\connect ${database}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${group};`,
    `GRANT USAGE ON SCHEMA public TO ${group};`,
    `GRANT ${tables.join(", ")} ON ALL TABLES IN SCHEMA public TO ${group};`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${group};`,
    `${later} ${tables.join(", ")} ON TABLES TO ${group};`,
    `${later} USAGE, SELECT ON SEQUENCES TO ${group};`,
  ];
}
