import type { LoginAnswer, LoginPatience, LoginState, ServerAddress } from "../domain/server-logins.ts";
import { type ByteStream, overStream } from "./byte-stream.ts";
import { md5Answer } from "./postgres-md5.ts";
import {
  columnsOf,
  nextMessage,
  password as passwordMessage,
  query,
  type ServerMessage,
  saslFirst,
  saslNext,
  sqlStateIn,
  sslRequest,
  startup,
  terminate,
} from "./postgres-messages.ts";
import { type Scram, scram } from "./scram.ts";
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

const POWERS = ["superuser", "createrole", "createdb", "replication", "bypassrls"];
const SQL = `SELECT 1, ${POWERS.map((power) => `rol${power.replace("superuser", "super")}`).join(", ")} FROM pg_catalog.pg_roles WHERE rolname = current_user`;
const MECHANISM = "SCRAM-SHA-256";
const READABLE = "it asks for the password in a way that others on the network could read";
const OTHER_LOGIN = "it asks for a login of another kind";

/** Ends a login early with what is known. */
class Ended extends Error {
  readonly answer: LoginAnswer;
  constructor(answer: LoginAnswer) {
    super(answer.state);
    this.answer = answer;
  }
}

const end = (state: LoginState, detail: string): never => {
  throw new Ended({ state, detail });
};

/** Signs in to PostgreSQL, asks `SELECT 1` with what its role may do beyond the data, and leaves. */
export async function postgresLogin(address: ServerAddress, patience: LoginPatience): Promise<LoginAnswer> {
  try {
    return await overStream(address, patience, async (stream) => {
      const isSafe = await secured(stream, address);
      stream.write(startup(address.user, address.database));
      await signIn(stream, address, isSafe);
      const powers = await ask(stream);
      stream.write(terminate());
      return { state: "in", powers };
    });
  } catch (error) {
    patience.signal.throwIfAborted();
    return error instanceof Ended ? error.answer : silenceOf(error);
  }
}

/** Whether a password could be sent as it is: nobody between can read it. */
async function secured(stream: ByteStream, { host, tls }: ServerAddress): Promise<boolean> {
  if (tls === "none") return isLoopback(host);
  stream.write(sslRequest());
  const answer = (await stream.read(1)).toString("latin1");
  if (answer === "S") {
    const isTrusted = await stream.secure(host);
    if (tls === "verified" && !isTrusted) end("unsafe", "its certificate is not trusted here");
    return isTrusted || isLoopback(host);
  }
  if (answer !== "N") end("strange", "what answers there is no PostgreSQL");
  if (tls === "verified") end("unsafe", "it does not speak TLS, and its address asks for it");
  return isLoopback(host);
}

const isLoopback = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);

/** What the kinds of a login are answered with. */
interface Challenge {
  readonly stream: ByteStream;
  readonly address: ServerAddress;
  readonly login: Scram;
  readonly isSafe: boolean;
  readonly rest: Buffer;
}

/** By the number of AuthenticationRequest (PostgreSQL's documentation, 53.7). */
const CHALLENGES: Readonly<Record<number, (challenge: Challenge) => unknown>> = {
  0: () => undefined,
  3: ({ stream, address, isSafe }) => {
    if (!isSafe) end("unsafe", READABLE);
    stream.write(passwordMessage(address.password.reveal()));
  },
  5: ({ stream, address: { user, password }, isSafe, rest }) => {
    if (!isSafe) end("unsafe", READABLE);
    stream.write(passwordMessage(md5Answer(user, password.reveal(), rest)));
  },
  10: ({ stream, login, rest }) => {
    if (!rest.toString("latin1").split("\0").includes(MECHANISM)) end("strange", OTHER_LOGIN);
    stream.write(saslFirst(MECHANISM, login.first));
  },
  11: async ({ stream, login, rest }) => stream.write(saslNext(await login.answer(rest.toString("utf8")))),
  12: ({ login, rest }) => proven(login.proves(rest.toString("utf8"))),
};

async function signIn(stream: ByteStream, address: ServerAddress, isSafe: boolean): Promise<void> {
  const login = scram(address.password.reveal());
  for (;;) {
    const { type, body } = await expected(stream);
    if (type === "Z") return;
    if (type !== "R") continue;
    const answer = CHALLENGES[body.readInt32BE(0)];
    await (answer ?? (() => end("strange", OTHER_LOGIN)))({ stream, address, login, isSafe, rest: body.subarray(4) });
  }
}

/** Only a server that has the password's verifier can answer so. */
const proven = (does: boolean): void => {
  if (!does) end("strange", "it could not show that it knows the password itself");
};

/** The next message, errors aside: those end the login with what they say of it. */
async function expected(stream: ByteStream): Promise<ServerMessage> {
  const message = await nextMessage(stream);
  if (message.type !== "E") return message;
  const code = sqlStateIn(message);
  const [state, detail] = STATES[code] ?? ["strange", `it ended the login with error ${code || "of no number"}`];
  return end(state, detail);
}

async function ask(stream: ByteStream): Promise<readonly string[]> {
  stream.write(query(SQL));
  let powers: readonly string[] | undefined;
  for (;;) {
    const message = await expected(stream);
    if (message.type === "D") {
      const [one, ...held] = columnsOf(message);
      powers = one === "1" ? POWERS.filter((_, at) => held[at] === "t") : undefined;
    }
    if (message.type === "Z") return powers ?? end("strange", "it gave no row to SELECT 1");
  }
}
