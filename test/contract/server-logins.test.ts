import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { socketLogins } from "../../src/adapters/server-logins.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { ServerAddress } from "../../src/domain/server-logins.ts";
import { pg, type WireScript, wireServer } from "../support/wire-server.ts";

const patience = { deadlineMs: 10_000, signal: new AbortController().signal };
const SILENCE = { ...patience, deadlineMs: 300 };
const PASSWORD = "sword fish";
const address = (port: number, more: Partial<ServerAddress> = {}): ServerAddress => ({
  ...{ host: "127.0.0.1", port, tls: "none", user: "app", password: new Secret(PASSWORD), database: "shop" },
  ...more,
});
const in_ = Buffer.concat([pg.asks(0), pg.ready()]);
const row = (...powers: readonly string[]) => Buffer.concat([pg.row("1", ...powers), pg.ready()]);

async function postgres(script: WireScript, more: Partial<ServerAddress> = {}, waits = patience) {
  const { port, received } = await wireServer(script);
  return { answer: await socketLogins.postgres(address(port, more), waits), received };
}
async function redis(script: WireScript, more: Partial<ServerAddress> = {}, waits = patience) {
  const { port, received } = await wireServer(script);
  return { answer: await socketLogins.redis(address(port, more), waits), received };
}
const steps =
  (...answers: readonly (Buffer | string)[]): WireScript =>
  (_, at) =>
    answers[at];

test("PostgreSQL: who is let in is told, with what its role may do beyond the data", async () => {
  const { answer, received } = await postgres(steps(pg.asks(3), in_, row("t", "f", "t", "f", "f")));
  expect(answer).toEqual({ state: "in", powers: ["superuser", "createdb"] });
  expect(received[0]?.toString("latin1")).toContain("user\0app\0database\0shop\0");
  expect(received[2]?.toString()).toContain(
    "SELECT 1 AS one, rolsuper AS superuser, rolcreaterole AS createrole, rolcreatedb AS createdb",
  );
});

test("PostgreSQL: the older kind of login is answered with a hash", async () => {
  const salt = Buffer.from([1, 2, 3, 4]);
  const { answer, received } = await postgres(steps(pg.asks(5, salt), in_, row("f", "f", "f", "f", "f")));
  const md5 = (...parts: readonly (string | Buffer)[]) =>
    createHash("md5")
      .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
      .digest("hex");
  expect(answer).toEqual({ state: "in", powers: [] });
  expect(received[1]?.toString()).toContain(`md5${md5(md5(PASSWORD, "app"), salt)}`);
});

test.each([
  ["28P01", "denied"],
  ["28000", "denied"],
  ["3D000", "absent"],
  ["42501", "forbidden"],
  ["53300", "busy"],
  ["57P03", "busy"],
  ["XX000", "strange"],
])("PostgreSQL: error %s is %s, and nothing of its text is told", async (code, state) => {
  const { answer } = await postgres(steps(pg.error(code)));
  expect(answer.state).toBe(state);
  expect(JSON.stringify(answer)).not.toContain("secret text");
});

test.each<[string, WireScript, Partial<ServerAddress>, string, RegExp]>([
  ["no TLS where it was asked for", steps("N"), { tls: "verified" }, "unsafe", /does not speak TLS/],
  ["a web server's answer", steps("HTTP/1.1 400 Bad Request\r\n\r\n"), { tls: "try" }, "strange", /no PostgreSQL/],
  ["a web server's answer to the beginning", steps("HTTP/1.1 400 Bad Request\r\n\r\n"), {}, "silent", /no answer/],
  ["a login of another kind", steps(pg.asks(7)), {}, "strange", /of another kind/],
  ["another mechanism alone", steps(pg.asks(10, Buffer.from("OTHER\0\0"))), {}, "strange", /another kind/],
  ["a row that is none", steps(in_, Buffer.concat([pg.row("2"), pg.ready()])), {}, "strange", /SELECT 1/],
  ["no row", steps(in_, pg.ready()), {}, "strange", /no row/],
  ["a closed connection", (_, __, socket) => void socket.destroy(), {}, "silent", /closed|broke off/],
  ["nothing in time", () => undefined, {}, "silent", /no answer within 300 ms/],
  [
    "an endless message",
    steps(Buffer.concat([Buffer.from("R"), Buffer.from([127, 255, 255, 255])])),
    {},
    "silent",
    /no answer/,
  ],
])("PostgreSQL: %s is no verdict on the password", async (_, script, more, state, detail) => {
  const { answer } = await postgres(script, more, state === "silent" ? SILENCE : patience);
  expect([answer.state, answer.detail]).toEqual([state, expect.stringMatching(detail)]);
});

test("a server that cannot show that it knows the password gets no question", async () => {
  const first = /r=([^,]+)$/;
  const { answer, received } = await postgres((bytes, at) => {
    if (at === 0) return pg.asks(10, Buffer.from("SCRAM-SHA-256\0\0"));
    const nonce = first.exec(bytes.toString())?.[1] ?? "";
    if (at === 1) return pg.asks(11, Buffer.from(`r=${nonce}abc,s=${Buffer.from("salt").toString("base64")},i=4096`));
    return Buffer.concat([pg.asks(12, Buffer.from("v=AAAA")), in_]);
  });
  expect(answer).toMatchObject({ state: "strange", detail: expect.stringMatching(/could not show/) });
  expect(Buffer.concat(received).includes(PASSWORD)).toBe(false);
});

test.each([
  ["as it is", pg.asks(3)],
  ["as a hash of the older kind", pg.asks(5, Buffer.from([1, 2, 3, 4]))],
])("PostgreSQL: a password is not sent %s where others could read it", async (_, asked) => {
  // The same server by an address that is not plainly this machine's.
  const { answer, received } = await postgres(steps(asked, in_, row("f", "f", "f", "f", "f")), { host: "0.0.0.0" });
  expect(answer).toMatchObject({ state: "unsafe", detail: expect.stringMatching(/others on the network could read/) });
  expect(received).toHaveLength(1);
});

test("nobody listens: that is silence", async () => {
  const { port } = await wireServer(() => undefined);
  expect(await socketLogins.postgres(address(port, { host: "127.0.0.2" }), patience)).toMatchObject({
    state: "silent",
  });
  expect(await socketLogins.redis(address(1), patience)).toMatchObject({
    ...{ state: "silent", detail: expect.stringMatching(/listens/) },
  });
});

test("Redis: AUTH with a user or without, then PING", async () => {
  const one = await redis(steps("+OK\r\n", "+PONG\r\n"));
  expect([one.answer, one.received.map(String)]).toEqual([
    { state: "in" },
    ["*3\r\n$4\r\nAUTH\r\n$3\r\napp\r\n$10\r\nsword fish\r\n", "*1\r\n$4\r\nPING\r\n"],
  ]);
  const other = await redis(steps("+OK\r\n", "+PONG\r\n"), { user: "" });
  expect(String(other.received[0])).toBe("*2\r\n$4\r\nAUTH\r\n$10\r\nsword fish\r\n");
  const open = await redis(steps("+PONG\r\n"), { user: "", password: new Secret("") });
  expect(open.answer).toEqual({ state: "in" });
});

test.each([
  ["-WRONGPASS invalid username-password pair", "denied"],
  ["-NOAUTH Authentication required.", "denied"],
  ["-ERR AUTH <password> called without any password configured", "denied"],
  ["-NOPERM User app has no permissions", "forbidden"],
  ["-DENIED Redis is running in protected mode", "denied"],
  ["-LOADING Redis is loading the dataset in memory", "busy"],
  ["HTTP/1.1 400 Bad Request", "silent"],
])("Redis: '%s' is %s", async (line, state) => {
  const { answer } = await redis(steps(`${line}\r\n`), {}, state === "silent" ? SILENCE : patience);
  expect(answer.state).toBe(state);
});
