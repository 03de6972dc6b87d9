import type { ByteStream } from "./byte-stream.ts";

/** A message of the server: its letter and its content (PostgreSQL's protocol 3.0, chapter 53.7 of its documentation). */
export interface ServerMessage {
  readonly type: string;
  readonly body: Buffer;
}

const MOST_BYTES = 64 * 1024;
const PROTOCOL = 196_608;
const SSL_REQUEST = 80_877_103;
const TYPES = /[RSKZENTDCAIn]/;

const text = (value: string): Buffer => Buffer.from(`${value}\0`, "utf8");

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const framed = (...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([int(content.length + 4), content]);
};

/** Asks whether the server speaks TLS. */
export const sslRequest = (): Buffer => framed(int(SSL_REQUEST));

/** Says who is there and which database is meant. */
export const startup = (user: string, database: string): Buffer =>
  framed(int(PROTOCOL), ...["user", user, "database", database, "application_name", "avb"].map(text), Buffer.from([0]));

/** A password, or the answer to a challenge. */
export const password = (value: string): Buffer => Buffer.concat([Buffer.from("p"), framed(text(value))]);

/** Begins a login by the named mechanism. */
export const saslFirst = (mechanism: string, first: string): Buffer =>
  Buffer.concat([Buffer.from("p"), framed(text(mechanism), int(Buffer.byteLength(first)), Buffer.from(first))]);

/** Goes on with it. */
export const saslNext = (answer: string): Buffer => Buffer.concat([Buffer.from("p"), framed(Buffer.from(answer))]);

/** One statement of SQL. */
export const query = (sql: string): Buffer => Buffer.concat([Buffer.from("Q"), framed(text(sql))]);

/** Leaves. */
export const terminate = (): Buffer => Buffer.concat([Buffer.from("X"), framed()]);

/** The next message; throws where what comes is none. */
export async function nextMessage(stream: ByteStream): Promise<ServerMessage> {
  const head = await stream.read(5);
  const type = String.fromCharCode(head[0] ?? 0);
  const length = head.readInt32BE(1) - 4;
  if (!TYPES.test(type) || length < 0 || length > MOST_BYTES) throw new Error("no message of PostgreSQL");
  return { type, body: await stream.read(length) };
}

/** The SQLSTATE of an error; an empty text where there is none. */
export const sqlStateIn = ({ body }: ServerMessage): string =>
  body
    .toString("latin1")
    .split("\0")
    .find((field) => /^C[0-9A-Z]{5}$/.test(field))
    ?.slice(1) ?? "";

/** The columns of a row as texts; null stays null. */
export function columnsOf({ body }: ServerMessage): readonly (string | null)[] {
  const columns: (string | null)[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(at);
    at += 4;
    columns.push(length < 0 ? null : body.subarray(at, at + length).toString("utf8"));
    at += Math.max(length, 0);
  }
  return columns;
}
