/** How the second user of a pair is called, after the first. */
const SECOND = "_clone";

/** Names that need no quoting (PostgreSQL manual, 4.1.1), with room for the second user's. */
export const isRoleName = (name: string): boolean => /^[a-z_][a-z0-9_]{0,55}$/.test(name);

/** The other user of the pair. */
export const otherRole = (name: string): string =>
  name.endsWith(SECOND) ? name.slice(0, -SECOND.length) : `${name}${SECOND}`;

const firstOf = (name: string): string => (name.endsWith(SECOND) ? otherRole(name) : name);

/** A user of the pair, the one that gets a password, and that password (letters, digits, `-` and `_` alone). */
export interface Renewal {
  readonly from: string;
  readonly to: string;
  readonly password: string;
}

/**
 * Gives a user its password and lets it in. The second one is made when it is not there: a member of the first that acts as the
 * first, so that whatever either makes belongs to the first.
 */
export function renewSql({ from, to, password }: Renewal): string {
  const first = firstOf(from);
  const second = to === first ? from : to;
  return [
    "SET log_statement = 'none'; SET log_min_error_statement = 'panic';",
    "BEGIN;",
    `SELECT 'CREATE ROLE ${second}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${second}') \\gexec`,
    `GRANT ${first} TO ${second};`,
    `ALTER ROLE ${second} SET role = '${first}';`,
    `ALTER ROLE ${to} LOGIN PASSWORD '${password}';`,
    "COMMIT;",
    "",
  ].join("\n");
}

/** How many sessions a user has that are not waiting to be ended. */
export const idleSql = (name: string): string => `SELECT count(*) FROM pg_stat_activity WHERE usename = '${name}';\n`;

/** Lets a user in no more, and ends its sessions; what it owns stays. Nothing happens where there is no such user. */
export const voidSql = (name: string): string =>
  [
    `SELECT 'ALTER ROLE ${name} NOLOGIN PASSWORD NULL' WHERE EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') \\gexec`,
    `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '${name}';`,
    "",
  ].join("\n");
