import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { ServiceRefusal } from "../../../domain/refusal.ts";
import { Secret } from "../../../domain/secret.ts";
import { roles } from "../../../services/postgres/databases.ts";
import { idleSql, isRoleName, otherRole, renewSql, voidSql } from "../../../services/postgres/rotating-roles.ts";
import { liveSecrets } from "../../live/live-secrets.ts";
import { psql } from "../../psql.ts";
import { type DatabasePlace, databasePlace } from "./database-place.ts";
import type { Judgement, RotationRun, RotationWay } from "./rotation-run.ts";

const HOUR_MS = 3_600_000;
const PASSWORD_BITS = 192;
const SUPERUSER = "postgres";

/** Two users of one database by turns: while one is used, the other one gets a new password. */
export const databaseWay: RotationWay = {
  kind: "database",
  fields: ["username", "password", "connection_uri"],
  graceMs: HOUR_MS,
  plan: { issue: "give the other user of the pair a new password", revoke: "let the old user in no more" },
  prepare: async (run, old) => {
    const [username, database] = [textOf(old, "username"), textOf(old, "database")];
    if (!isRoleName(username) || !isRoleName(database))
      throw noWay(run, "its user has no plain name", "rename the user");
    if (roles.includes(username) || username === SUPERUSER)
      throw noWay(
        run,
        `${username} is a user of avb's own`,
        "give the application a user of its own, and store that one",
      );
    await databasePlace(run, old);
    return { database, oldUser: username, newUser: otherRole(username) };
  },
  issue: async (run) => {
    const { oldUser = "", newUser = "" } = run.journal.facts;
    const password = run.secrets.tools.world.random.token(PASSWORD_BITS);
    await asSuperuser(run, renewSql({ from: oldUser, to: newUser, password }));
    const old = (await run.store.look([run.credential])).get(run.credential.id);
    const uri = old?.state === "present" ? textOf(old.found.fields, "connection_uri") : "";
    const texts = { username: newUser, password, connection_uri: uriWith(uri, newUser, password) };
    return { fields: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, new Secret(text)])) };
  },
  judge: letIn,
  lastUsedMs: async (run) => {
    const count = Number(await asSuperuser(run, idleSql(run.journal.facts.oldUser ?? "")));
    return count > 0 ? run.secrets.tools.world.clock.now() : 0;
  },
  revoke: async (run) => {
    const { oldUser = "" } = run.journal.facts;
    await asSuperuser(run, voidSql(oldUser));
    return `${oldUser} cannot log in any more`;
  },
  withdraw: async (run) => {
    const { newUser = "" } = run.journal.facts;
    await asSuperuser(run, voidSql(newUser));
    return `${newUser} cannot log in any more`;
  },
};

const textOf = (fields: FieldValues, name: string): string => fields[name]?.reveal() ?? "";

const noWay = ({ credential: { id } }: RotationRun, why: string, fix: string) =>
  AvbError.of("ROTATION_NO_WAY", { id, why, fix });

function uriWith(uri: string, user: string, password: string): string {
  const url = new URL(uri);
  url.username = user;
  url.password = password;
  return url.href;
}

/** The server asks for the password at its own address; what it answers is its own word. */
async function letIn(run: RotationRun, values: FieldValues): Promise<Judgement> {
  const place = await databasePlace(run, values);
  const [role, database] = [textOf(values, "username"), textOf(values, "database")];
  const password = new Secret(textOf(values, "password"));
  try {
    await psql(run.secrets.tools.world, { ...inside(run, place), role, database, password }, "SELECT 1");
    return { state: "good", says: `is let in as ${role}` };
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    const isRefused = /password authentication failed|not permitted to log in|does not exist/.test(error.message);
    return { state: isRefused ? "bad" : "unknown", says: isRefused ? "is not let in" : error.message };
  }
}

const inside = ({ means: { signal } }: RotationRun, { container }: DatabasePlace) => ({ container, signal });

/** A refusal of the server is ROTATION_VENDOR (8), in its own words. */
async function asSuperuser(run: RotationRun, sql: string): Promise<string> {
  const { tools } = run.secrets;
  const { facts } = run.journal;
  const password = (await liveSecrets(tools.world, tools.checkout)).get("postgres/superuser");
  const place = await databasePlace(run);
  const who = {
    ...inside(run, place),
    role: SUPERUSER,
    database: facts.database ?? SUPERUSER,
    password: await password,
  };
  return psql(tools.world, who, sql).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal)) throw error;
    const { id, environment, store } = run.journal;
    const command = `avb secrets rotate ${id} --environment ${environment} --store ${store}`;
    throw AvbError.of("ROTATION_VENDOR", {
      vendor: "PostgreSQL",
      what: "change its users",
      why: error.message,
      command,
    });
  });
}
