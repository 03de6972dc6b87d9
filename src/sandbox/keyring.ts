import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { promisify } from "node:util";
import type { JwtSigner } from "../adapters/jwt.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { RETIRED_KEY_MS } from "../domain/lifecycle-facts.ts";
import type { Files } from "../domain/world.ts";
import { parseStoredKeys, type StoredKey, type StoredKeys } from "./stored-keys.ts";

/** An RSA key of the realm, with what the JWKS document shows of it. */
export interface SigningKey extends JwtSigner {
  readonly publicKey: KeyObject;
  /** With its private parts: what the provider is configured with. */
  readonly jwk: JsonWebKey;
  readonly createdAtMs: number;
  readonly retiredAtMs?: number;
}

/** The realm's keys: made once per checkout, kept 0600. */
export interface KeyRing {
  /** Signs every token of the realm. */
  readonly current: SigningKey;
  /** The current key and the retired ones whose tokens may still live. */
  published(): readonly SigningKey[];
  /** Signs refresh tokens, which nobody but this server reads. */
  readonly refresh: JwtSigner;
  /** Signs the cookies of the login session. */
  readonly cookieKey: string;
  /** Makes a new current key and retires the old one. */
  rotate(): Promise<{ readonly kid: string; readonly previous: string }>;
}

const generate = promisify(generateKeyPair);

/** Opens the realm's keys, or makes them when there are none. */
export async function openKeyRing(path: string, files: Files, now: () => number): Promise<KeyRing> {
  const found = parse(path, await files.read(path));
  const stored = found ?? (await makeKeys(now()));
  const save = (keys: StoredKeys) => files.write(path, `${JSON.stringify(keys, null, 2)}\n`);
  if (found === undefined) await save(stored);
  return new StoredKeyRing(stored, save, now);
}

class StoredKeyRing implements KeyRing {
  readonly refresh: JwtSigner;
  readonly cookieKey: string;
  #stored: StoredKeys;
  #signing: readonly SigningKey[];
  readonly #save: (keys: StoredKeys) => Promise<void>;
  readonly #now: () => number;

  constructor(stored: StoredKeys, save: (keys: StoredKeys) => Promise<void>, now: () => number) {
    this.#stored = stored;
    this.#signing = stored.signing.map(signingKey);
    this.#save = save;
    this.#now = now;
    this.cookieKey = stored.cookie;
    this.refresh = {
      alg: "HS512",
      kid: createHash("sha256").update(stored.refresh).digest("base64url").slice(0, 22),
      key: createSecretKey(stored.refresh, "base64url"),
    };
  }

  get current(): SigningKey {
    const [current] = this.#signing;
    if (current === undefined) throw new Error("the key ring is empty");
    return current;
  }

  published(): readonly SigningKey[] {
    return this.#signing.filter(({ retiredAtMs }) => isAlive(retiredAtMs, this.#now()));
  }

  async rotate(): Promise<{ readonly kid: string; readonly previous: string }> {
    const made = await makeSigningKey(this.#now());
    const previous = this.current.kid;
    const kept = this.#stored.signing
      .map((key) => ({ retiredAtMs: this.#now(), ...key }))
      .filter((key) => isAlive(key.retiredAtMs, this.#now()));
    const stored = { ...this.#stored, signing: [made, ...kept] };
    await this.#save(stored);
    this.#stored = stored;
    this.#signing = stored.signing.map(signingKey);
    return { kid: this.current.kid, previous };
  }
}

const isAlive = (retiredAtMs: number | undefined, now: number): boolean =>
  retiredAtMs === undefined || now - retiredAtMs < RETIRED_KEY_MS;

async function makeKeys(now: number): Promise<StoredKeys> {
  const random = (bytes: number) => randomBytes(bytes).toString("base64url");
  return { signing: [await makeSigningKey(now)], refresh: random(64), cookie: random(32) };
}

async function makeSigningKey(now: number): Promise<StoredKey> {
  const { privateKey } = await generate("rsa", { modulusLength: 2048 });
  return { jwk: privateKey.export({ format: "jwk" }), createdAtMs: now };
}

function signingKey(stored: StoredKey): SigningKey {
  const key = createPrivateKey({ key: stored.jwk, format: "jwk" });
  return { ...stored, alg: "RS256", kid: thumbprint(stored.jwk), key, publicKey: createPublicKey(key) };
}

/** RFC 7638: the hash of the required members in this order. */
const thumbprint = ({ e, n }: JsonWebKey): string =>
  createHash("sha256")
    .update(JSON.stringify({ e, kty: "RSA", n }))
    .digest("base64url");

function parse(path: string, text: string | undefined): StoredKeys | undefined {
  if (text === undefined) return undefined;
  const corrupt = (cause?: unknown) =>
    AvbError.of("STATE_CORRUPT", { path, why: "it holds no usable signing key" }, { cause });
  const keys = parseStoredKeys(text);
  if (keys === undefined) throw corrupt();
  try {
    keys.signing.map(signingKey);
  } catch (cause) {
    throw corrupt(cause);
  }
  return keys;
}
