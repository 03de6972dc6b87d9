import type { Probe } from "../../domain/probe.ts";
import type { Database } from "./database.ts";
import { dynamicGroupsScript, VAULT_ADMIN } from "./dynamic-roles.ts";

/** What stands in the shared server; Temporal's two are there for a server that is to use it one day. */
export const databases: readonly Database[] = [
  { name: "agentvoicebox", owner: "agentvoicebox" },
  { name: "keycloak", owner: "keycloak" },
  { name: "temporal", owner: "temporal" },
  { name: "temporal_visibility", owner: "temporal" },
];

const owners: readonly string[] = [...new Set(databases.map(({ owner }) => owner))];

/** The roles, each with a password of its own. */
export const roles: readonly string[] = [...owners, VAULT_ADMIN];

/** The container's variable for a role's password; with `_FILE` behind it, it names the file that has it. */
export const passwordVariable = (role: string): string => `${role.toUpperCase()}_PASSWORD`;

/** Asks each database something as its owner, the way an application would; one look starts one program in the container. */
export const asTheirOwners: Probe = {
  kind: "exec",
  command: ["sh", "-ec", databases.map(asItsOwner).join("\n")],
  answer: databases.map(() => "42").join("\n"),
};

function asItsOwner({ name, owner }: Database): string {
  const password = `"$(cat "$${passwordVariable(owner)}_FILE")"`;
  return `PGPASSWORD=${password} psql -h 127.0.0.1 -U ${owner} -d ${name} -v ON_ERROR_STOP=1 -Atc 'SELECT 42'`;
}

/**
 * Makes roles and databases that are missing, sets the passwords, and takes away what a role has beyond its own databases. It may run any number of times: upon an empty volume by
 * the image itself, and later by avb. psql reads the passwords from their files, so that no command line holds one.
 */
export const databasesScript: string = [
  ...roles.flatMap((role) => [
    `\\set password \`cat "$${passwordVariable(role)}_FILE"\``,
    `SELECT 'CREATE ROLE ${role} LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') \\gexec`,
    `ALTER ROLE ${role} NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS PASSWORD :'password';`,
  ]),
  ...databases.flatMap(({ name, owner }) => [
    `SELECT 'CREATE DATABASE ${name} OWNER ${owner}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${name}') \\gexec`,
    `REVOKE ALL ON DATABASE ${name} FROM ${["PUBLIC", ...roles.filter((role) => role !== owner)].join(", ")};`,
  ]),
  `SELECT format('REVOKE %I FROM %I', pg_get_userbyid(roleid), pg_get_userbyid(member)) FROM pg_auth_members WHERE pg_get_userbyid(member) IN (${owners.map((role) => `'${role}'`).join(", ")}) \\gexec`,
  ...dynamicGroupsScript(databases),
  "",
].join("\n");

/** Removes a database with everything in it, whoever is connected; it is made anew with the next start. */
export const dropDatabase = (name: string): readonly [string, ...string[]] => [
  ...(["psql", "-U", "postgres", "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1", "-c"] as const),
  `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
];
