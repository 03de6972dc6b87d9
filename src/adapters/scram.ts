import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const HEADER = "n,,";
const MOST_ROUNDS = 2_000_000;

/** One login by SCRAM-SHA-256 (RFC 5802, RFC 7677): the password itself never leaves this machine. */
export interface Scram {
  /** The client's first message. */
  readonly first: string;
  /** The client's answer to the server's first message; throws for one that is none. */
  answer(serverFirst: string): Promise<string>;
  /** Whether the server has shown that it knows the password too. */
  proves(serverFinal: string): boolean;
}

/** Begins a login; the nonce is drawn unless a test vector gives it. PostgreSQL takes the user from elsewhere, so it may be empty. */
export function scram(password: string, { user = "", nonce = randomBytes(18).toString("base64") } = {}): Scram {
  const bare = `n=${user.replaceAll("=", "=3D").replaceAll(",", "=2C")},r=${nonce}`;
  let expected: Buffer | undefined;
  return {
    first: `${HEADER}${bare}`,
    answer: async (serverFirst) => {
      const [, both = "", salt = "", rounds = ""] = /^r=([^,]+),s=([A-Za-z0-9+/=]+),i=(\d+)$/.exec(serverFirst) ?? [];
      if (!both.startsWith(nonce) || both === nonce || !(Number(rounds) > 0) || Number(rounds) > MOST_ROUNDS)
        throw new Error("no SCRAM message");
      const salted = await derive(
        password.normalize("NFKC"),
        Buffer.from(salt, "base64"),
        Number(rounds),
        32,
        "sha256",
      );
      const unproven = `c=${Buffer.from(HEADER).toString("base64")},r=${both}`;
      const message = `${bare},${serverFirst},${unproven}`;
      const clientKey = hmac(salted, "Client Key");
      const signature = hmac(createHash("sha256").update(clientKey).digest(), message);
      expected = hmac(hmac(salted, "Server Key"), message);
      const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
      return `${unproven},p=${proof.toString("base64")}`;
    },
    proves: (serverFinal) => {
      const told = Buffer.from(/^v=([A-Za-z0-9+/=]+)/.exec(serverFinal)?.[1] ?? "", "base64");
      return expected !== undefined && told.length === expected.length && timingSafeEqual(told, expected);
    },
  };
}

const derive = promisify(pbkdf2);
const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
