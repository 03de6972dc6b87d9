import type { Proof } from "../../domain/proof.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { Secret } from "../../domain/secret.ts";
import { databases } from "../../services/postgres/databases.ts";
import { type DynamicGroup, dynamicGroups } from "../../services/postgres/dynamic-roles.ts";
import type { VaultApi } from "../../services/vault/api.ts";
import { isRecord } from "../../services/vault/document-fields.ts";
import { psql } from "../psql.ts";
import { type Claim, tried } from "./claim.ts";
import { done, FIX, type SignedIn } from "./vault-bearer.ts";
import type { ProofSubject } from "./verifier.ts";

/** A user that Vault has made for a workload. */
interface MadeUser {
  readonly name: string;
  readonly password: Secret;
  readonly lease: string;
}

/** A rule `database/creds/…`: the user it gives gets in, may do what its group may and nothing beside, and is gone once its lease is. */
export async function proveUsers(admin: VaultApi, who: SignedIn, subject: ProofSubject): Promise<readonly Proof[]> {
  const wanted = who.rights.flatMap(({ path }) =>
    dynamicGroups.filter((one) => path === `database/creds/${one.vaultRole}`),
  );
  return (await Promise.all(wanted.map((group) => proveUser(admin, who, { subject, group })))).flat();
}

interface Proving {
  readonly subject: ProofSubject;
  readonly group: DynamicGroup;
}

async function proveUser(admin: VaultApi, who: SignedIn, { subject, group }: Proving): Promise<readonly Proof[]> {
  const { vaultRole: role, database } = group;
  const about = (id: string, claim: string): Claim => ({
    ...{ id: `vault.${who.policy}.database-${role}.${id}`, claim: `database role ${role}: ${claim}`, fix: FIX },
  });
  let user: MadeUser | undefined;
  const made = await tried(about("made", `${who.policy} is given a user of its own`), async () => {
    user = await makeUser(who, role);
    return undefined;
  });
  const given = user;
  if (given === undefined) return [made];
  const ask = (name: string, sql: string) => asUser(subject, given, name, sql);
  const others = [...new Set(databases.map(({ name }) => name))].filter((name) => name !== database);
  const proofs = await Promise.all([
    tried(about("rights", "the user may do what its group may, and nothing beside"), async () => {
      const said = await withTable(subject, group, (table) => ask(database, rightsSql(group, table)));
      return said === "" ? undefined : said;
    }),
    tried(about("tables", "the user cannot make tables"), () =>
      refusal(/permission denied for schema/, () =>
        ask(database, "BEGIN; CREATE TABLE avb_verify_own (n int); ROLLBACK;"),
      ),
    ),
    ...others.map((name) =>
      tried(about(`not-${name}`, `the user is refused at ${name}`), () =>
        refusal(/permission denied for database/, () => ask(name, "SELECT 1")),
      ),
    ),
  ]);
  const gone = await tried(about("gone", "the user is gone once its lease is revoked"), async () => {
    await admin.write("sys/leases/revoke", { lease_id: given.lease, sync: true });
    return refusal(/password authentication failed|does not exist/, () => ask(database, "SELECT 1"));
  });
  return [made, ...proofs, gone];
}

async function makeUser({ place }: SignedIn, role: string): Promise<MadeUser> {
  const { body } = await done(place, "GET", `database/creds/${role}`);
  const { username, password } = isRecord(body.data) ? body.data : {};
  if (typeof username !== "string" || typeof password !== "string" || typeof body.lease_id !== "string")
    throw new ServiceRefusal("it answered no user");
  return { name: username, password: new Secret(password), lease: body.lease_id };
}

const asUser = (
  { world, ids, signal }: ProofSubject,
  { name, password }: MadeUser,
  database: string,
  sql: string,
): Promise<string> =>
  psql(world, { role: name, password, database, container: ids.get("postgres") ?? "", signal }, sql);

/** A table of the database's owner for as long as it is looked at: what its group may do with it comes from the owner's defaults. */
async function withTable(
  subject: ProofSubject,
  { database }: DynamicGroup,
  act: (table: string) => Promise<string>,
): Promise<string> {
  const owner = databases.find(({ name }) => name === database)?.owner ?? database;
  const table = `avb_verify_${subject.world.random.uuid().slice(0, 8)}`;
  const place = { role: owner, database, password: await subject.secrets.get(`postgres/${owner}`) };
  const asOwner = (sql: string) =>
    psql(subject.world, { ...place, container: subject.ids.get("postgres") ?? "", signal: subject.signal }, sql);
  await asOwner(`CREATE TABLE ${table} (n serial)`);
  try {
    return await act(table);
  } finally {
    await asOwner(`DROP TABLE ${table}`);
  }
}

const PRIVILEGES = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"] as const;

/** Empty where the user has exactly its group's rights on the table, no attribute of power, and no other membership. */
function rightsSql({ group, tables }: DynamicGroup, table: string): string {
  const wrong = PRIVILEGES.map((one) => {
    const wanted = tables.some((name) => name === one);
    return `CASE WHEN has_table_privilege('${table}', '${one}') <> ${wanted} THEN '${one} is ${wanted ? "missing" : "allowed"}' END`;
  });
  const power =
    "CASE WHEN rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls THEN 'it has power over the server' END";
  const member = `CASE WHEN (SELECT array_agg(roleid::regrole::text) FROM pg_auth_members WHERE member = pg_roles.oid) <> ARRAY['${group}'] THEN 'it is a member of other groups' END`;
  return `SELECT concat_ws(', ', ${[...wrong, power, member].join(", ")}) FROM pg_roles WHERE rolname = current_user`;
}

/** Undefined where the server refused in these words. */
async function refusal(words: RegExp, act: () => Promise<string>): Promise<string | undefined> {
  try {
    await act();
    return "it was let through";
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    return words.test(error.message) ? undefined : error.message;
  }
}
