import type { Proof } from "../../domain/proof.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import type { Secret } from "../../domain/secret.ts";
import { inBatches } from "../../services/lago/api.ts";
import type { Database } from "../../services/postgres/database.ts";
import { databases, roles } from "../../services/postgres/databases.ts";
import { VAULT_ADMIN } from "../../services/postgres/dynamic-roles.ts";
import { psql } from "../psql.ts";
import { type Claim, tried } from "./claim.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const RESTART = "avb dev restart postgres";

/** PostgreSQL: each role is let into its own databases with its own password, and into nobody else's. Users that Vault makes are Vault's matter. */
export const postgresVerifier: Verifier = {
  id: "postgres",
  title: "PostgreSQL: roles and databases",
  service: "postgres",
  async prove(subject) {
    const claims = [...databases.flatMap(atDatabase), ...roles.flatMap(ofRole)];
    return inBatches(claims, ({ act, ...claim }): Promise<Proof> => tried(claim, () => act(subject)));
  },
};

interface Tried extends Claim {
  act(subject: ProofSubject): Promise<string | undefined>;
}

const atDatabase = ({ name, owner }: Database): readonly Tried[] =>
  roles.map((role) => (role === owner ? ownDatabase(role, name) : foreignDatabase(role, name)));

/** A table that nobody sees: it goes with the transaction. */
const ROUND_TRIP =
  "BEGIN; CREATE TABLE avb_proof (n int); INSERT INTO avb_proof VALUES (40), (2); SELECT sum(n) FROM avb_proof; ROLLBACK;";

const ownDatabase = (role: string, database: string): Tried => ({
  ...{ id: `postgres.${role}.${database}`, claim: `${role} writes and reads in ${database}`, fix: RESTART },
  act: async (subject) => {
    const said = await ask(subject, { role, database, password: await passwordOf(subject, role) }, ROUND_TRIP);
    return said === "42" ? undefined : `it read ${said}`;
  },
});

const foreignDatabase = (role: string, database: string): Tried => ({
  ...{ id: `postgres.${role}.${database}`, claim: `${role} is refused at ${database}`, fix: RESTART },
  act: async (subject) => {
    const password = await passwordOf(subject, role);
    return refusedBy(/permission denied for database/, () => ask(subject, { role, database, password }, "SELECT 1"));
  },
});

/** What a role of its own database may not be: more than that. Vault's maker of users makes users, and nothing beside. */
const RIGHTS = `SELECT concat_ws(', ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolcreatedb THEN 'makes databases' END,
  CASE WHEN rolcreaterole AND rolname <> '${VAULT_ADMIN}' THEN 'makes roles' END, CASE WHEN rolreplication THEN 'replicates' END,
  CASE WHEN rolbypassrls THEN 'passes row security' END) FROM pg_roles WHERE rolname = `;

const MEMBER = `SELECT coalesce(string_agg(pg_get_userbyid(roleid), ', '), '') FROM pg_auth_members m
  WHERE coalesce((to_jsonb(m) ->> 'inherit_option')::bool OR (to_jsonb(m) ->> 'set_option')::bool, true) AND member = (SELECT oid FROM pg_roles WHERE rolname = `;

const ofRole = (role: string): readonly Tried[] => {
  // Everybody is let into the database `postgres`: no row of anybody's is there.
  const here = databases.find(({ owner }) => owner === role)?.name ?? "postgres";
  const nothing = (sql: string) => async (subject: ProofSubject) => {
    const said = await ask(subject, { role, database: here, password: await passwordOf(subject, role) }, sql);
    return said === "" ? undefined : `it is: ${said}`;
  };
  return [
    {
      ...{ id: `postgres.${role}.password`, claim: `${role} is refused with another password`, fix: RESTART },
      act: async (subject) => {
        const password = await subject.secrets.get("postgres/nobody's-password");
        const wrong = { role, database: here, password };
        return refusedBy(/password authentication failed/, () => ask(subject, wrong, "SELECT 1"));
      },
    },
    {
      ...{ id: `postgres.${role}.rights`, claim: `${role} has no right over the whole server`, fix: RESTART },
      act: nothing(`${RIGHTS}'${role}'`),
    },
    {
      ...{ id: `postgres.${role}.member`, claim: `${role} has no other role's rights`, fix: RESTART },
      act: nothing(`${MEMBER}'${role}')`),
    },
  ];
};

const passwordOf = ({ secrets }: ProofSubject, role: string): Promise<Secret> => secrets.get(`postgres/${role}`);

interface Asker {
  readonly role: string;
  readonly database: string;
  readonly password: Secret;
}

const ask = ({ world, ids, signal }: ProofSubject, asker: Asker, sql: string): Promise<string> =>
  psql(world, { ...asker, container: ids.get("postgres") ?? "", signal }, sql);

/** Undefined where the server refused in these words. */
async function refusedBy(words: RegExp, act: () => Promise<string>): Promise<string | undefined> {
  try {
    await act();
    return "it was let in";
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    return words.test(error.message) ? undefined : error.message;
  }
}
