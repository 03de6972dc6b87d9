import type { LoginAnswer, LoginPatience, LoginState, ServerAddress } from "../domain/server-logins.ts";
import { type ByteStream, overStream } from "./byte-stream.ts";
import { silenceOf } from "./server-silence.ts";

/** What the first word of an error says of who signs in (Redis's documentation of AUTH and of access control lists). */
const REFUSALS: readonly (readonly [RegExp, LoginState, string])[] = [
  [/^-WRONGPASS/, "denied", "user or token is wrong"],
  [/^-NOAUTH/, "denied", "it wants a token, and the address has none"],
  [/^-ERR .*without any password configured/, "denied", "it has no token at all, and takes everybody"],
  [/^-ERR invalid password/, "denied", "the token is wrong"],
  [/^-NOPERM/, "forbidden", "the user may not even ask PING"],
  [/^-DENIED/, "denied", "it takes nobody from this machine (protected mode)"],
  [/^-(?:LOADING|MASTERDOWN|BUSY|ERR max number of clients)/, "busy", "it takes nobody just now"],
];

const command = (...words: readonly string[]): Buffer =>
  Buffer.from(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`);

/** Signs in to Redis with AUTH, asks PING, and leaves. */
export async function redisLogin(address: ServerAddress, patience: LoginPatience): Promise<LoginAnswer> {
  try {
    return await overStream(address, patience, async (stream) => {
      const isTrusted = address.tls === "none" || (await stream.secure(address.host));
      if (!isTrusted) return { state: "unsafe", detail: "its certificate is not trusted here" };
      return (await signIn(stream, address)) ?? (await ping(stream));
    });
  } catch (error) {
    patience.signal.throwIfAborted();
    return silenceOf(error);
  }
}

async function signIn(stream: ByteStream, { user, password }: ServerAddress): Promise<LoginAnswer | undefined> {
  const token = password.reveal();
  if (token === "") return undefined;
  stream.write(user === "" ? command("AUTH", token) : command("AUTH", user, token));
  return refusalIn(await stream.line(), "+OK");
}

async function ping(stream: ByteStream): Promise<LoginAnswer> {
  stream.write(command("PING"));
  return refusalIn(await stream.line(), "+PONG") ?? { state: "in" };
}

function refusalIn(line: string, good: string): LoginAnswer | undefined {
  if (line === good) return undefined;
  const [, state, detail] = REFUSALS.find(([form]) => form.test(line)) ?? [];
  if (state !== undefined && detail !== undefined) return { state, detail };
  return { state: "strange", detail: "what answers there is no Redis" };
}
