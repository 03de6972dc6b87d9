import type { Duplex } from "node:stream";
import type { Client, ClientConfig } from "pg";
import { isLoopbackHost } from "../domain/loopback.ts";
import type { LoginAnswer, LoginPatience, LoginState, ServerAddress } from "../domain/server-logins.ts";
import { silenceOf } from "./server-silence.ts";

/** What a SQLSTATE says of who signs in (PostgreSQL's documentation, appendix A). */
const STATES: Readonly<Record<string, readonly [LoginState, string]>> = {
  "28P01": ["denied", "the password is not this user's"],
  "28000": ["denied", "the user is not known, or not from this address"],
  "3D000": ["absent", "there is no such database"],
  "42501": ["forbidden", "the user may not connect or read"],
  "53300": ["busy", "all its connections are taken"],
  "57P03": ["busy", "it is starting up or shutting down"],
};

/** What the client says where the server has no SQLSTATE for it. */
const WORDS: readonly (readonly [RegExp, LoginState, string])[] = [
  [/does not support SSL/, "unsafe", "it does not speak TLS, and its address asks for it"],
  [/error establishing an SSL/, "strange", "what answers there is no PostgreSQL"],
  [/SERVER-FINAL|SERVER-FIRST/, "strange", "it could not show that it knows the password itself"],
  [/Only mechanism|authentication/i, "strange", "it asks for a login of another kind"],
];
const READABLE = "it asks for the password in a way that others on the network could read";

const POWERS = ["superuser", "createrole", "createdb", "replication", "bypassrls"];
const SQL = `SELECT 1 AS one, ${POWERS.map((power) => `rol${power.replace("superuser", "super")} AS ${power}`).join(", ")} FROM pg_catalog.pg_roles WHERE rolname = current_user`;

/** Signs in to PostgreSQL, asks `SELECT 1` with what its role may do beyond the data, and leaves. */
export async function postgresLogin(address: ServerAddress, patience: LoginPatience): Promise<LoginAnswer> {
  const answer = await attempt(address, patience);
  const isPlain = address.tls === "try" && answer.detail === WORDS[0]?.[2];
  return isPlain ? attempt({ ...address, tls: "none" }, patience) : answer;
}

async function attempt(address: ServerAddress, patience: LoginPatience): Promise<LoginAnswer> {
  const { default: library } = await import("pg");
  const client = new library.Client(settingsOf(address, patience));
  const { connection, hasRefused } = guarded(client, address);
  const leave = () => void connection.stream.destroy();
  patience.signal.addEventListener("abort", leave, { once: true });
  try {
    await client.connect();
    const { rows } = await client.query<Readonly<Record<string, unknown>>>(SQL);
    await client.end();
    const [row] = rows;
    if (row?.one !== 1) return { state: "strange", detail: "it gave no row to SELECT 1" };
    return { state: "in", powers: POWERS.filter((power) => row[power] === true) };
  } catch (error) {
    patience.signal.throwIfAborted();
    return hasRefused() ? { state: "unsafe", detail: READABLE } : answerOf(error, patience);
  } finally {
    patience.signal.removeEventListener("abort", leave);
    leave();
  }
}

function settingsOf(
  { host, port, user, database, password, tls }: ServerAddress,
  { deadlineMs }: LoginPatience,
): ClientConfig {
  return {
    ...{ host, port, user, database, query_timeout: deadlineMs, connectionTimeoutMillis: deadlineMs },
    // A function, so that no `.pgpass` of the person's is read in place of an empty one.
    password: () => password.reveal(),
    ssl: tls === "none" ? false : { rejectUnauthorized: tls === "verified" },
  };
}

/** The client sends whatever password it is asked for; where others could read it, the line is cut before. */
function guarded(client: Client, { host }: ServerAddress) {
  let refused = false;
  const { connection } = client;
  const isReadable = () => Reflect.get(connection.stream, "authorized") !== true && !isLoopbackHost(host);
  for (const event of ["authenticationCleartextPassword", "authenticationMD5Password"])
    connection.on(event, () => {
      if (!isReadable()) return;
      refused = true;
      connection.stream.destroy();
    });
  heldTogether(connection.stream);
  connection.on("sslconnect", () => heldTogether(connection.stream));
  client.on("error", () => undefined);
  return { connection, hasRefused: () => refused };
}

/** The client's parser throws from within the socket's event where a server speaks another protocol. */
function heldTogether(stream: Duplex): void {
  const emit = stream.emit.bind(stream);
  stream.emit = (event: string | symbol, ...args: unknown[]) => {
    try {
      return Reflect.apply(emit, stream, [event, ...args]);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  };
}

function answerOf(error: unknown, { deadlineMs }: LoginPatience): LoginAnswer {
  const { code = "", message = "" } = Object(error);
  const known = STATES[code] ?? WORDS.find(([form]) => form.test(message))?.slice(1);
  if (known !== undefined) return { state: known[0] as LoginState, detail: known[1] as string };
  if (/^[0-9A-Z]{5}$/.test(code)) return { state: "strange", detail: `it ended the login with error ${code}` };
  if (/timeout/i.test(message)) return { state: "silent", detail: `no answer within ${deadlineMs} ms` };
  if (/terminated/.test(message)) return { state: "silent", detail: "it closed the connection" };
  return silenceOf(error);
}
