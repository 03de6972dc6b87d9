import type { LoginAnswer, LoginPatience, LoginState, ServerAddress } from "../domain/server-logins.ts";
import { silenceOf } from "./server-silence.ts";

/** What the first word of an error says of who signs in (Redis's documentation of AUTH and of access control lists). */
const REFUSALS: readonly (readonly [RegExp, LoginState, string])[] = [
  [/^WRONGPASS/, "denied", "user or token is wrong"],
  [/^NOAUTH/, "denied", "it wants a token, and the address has none"],
  [/^ERR .*without any password configured/, "denied", "it has no token at all, and takes everybody"],
  [/^ERR invalid password/, "denied", "the token is wrong"],
  [/^NOPERM/, "forbidden", "the user may not even ask PING"],
  [/^DENIED/, "denied", "it takes nobody from this machine (protected mode)"],
  [/^(?:LOADING|MASTERDOWN|BUSY|ERR max number of clients)/, "busy", "it takes nobody just now"],
];

/** Signs in to Redis with AUTH, asks PING, and leaves. */
export async function redisLogin(address: ServerAddress, patience: LoginPatience): Promise<LoginAnswer> {
  // CommonJS: in the bundle it has no names of its own, only the default.
  const { default: library } = await import("@redis/client");
  const client = library.createClient(settingsOf(address, patience));
  client.on("error", () => undefined);
  const leave = () => client.destroy();
  patience.signal.addEventListener("abort", leave, { once: true });
  try {
    const answered = client.connect().then(() => client.ping());
    return (await within(answered, patience)) === "PONG"
      ? { state: "in" }
      : { state: "strange", detail: "what answers there is no Redis" };
  } catch (error) {
    patience.signal.throwIfAborted();
    return answerOf(error, patience);
  } finally {
    patience.signal.removeEventListener("abort", leave);
    if (client.isOpen) leave();
  }
}

function settingsOf(
  { host, port, user, password, tls }: ServerAddress,
  { deadlineMs }: LoginPatience,
): Parameters<typeof import("@redis/client").createClient>[0] {
  const token = password.reveal();
  const line = { host, port, connectTimeout: deadlineMs, reconnectStrategy: false } as const;
  return {
    socket: tls === "none" ? line : { ...line, tls: true },
    ...(token === "" ? {} : { password: token, ...(user === "" ? {} : { username: user }) }),
    // Nothing is asked but what is needed: a user may be allowed very little.
    ...{ RESP: 2, disableClientInfo: true, maintNotifications: "disabled" },
  };
}

/** The client bounds the connecting alone. */
async function within<T>(work: Promise<T>, { deadlineMs }: LoginPatience): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function answerOf(error: unknown, { deadlineMs }: LoginPatience): LoginAnswer {
  const { message = "" } = Object(error);
  const [, state, detail] = REFUSALS.find(([form]) => form.test(message)) ?? [];
  if (state !== undefined && detail !== undefined) return { state, detail };
  if (/timeout/i.test(message)) return { state: "silent", detail: `no answer within ${deadlineMs} ms` };
  return silenceOf(error);
}
