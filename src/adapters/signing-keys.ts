import type { JsonWebKey, JsonWebKeyInput, KeyObject } from "node:crypto";
import type { SigningAlgorithm, SigningForm, SigningKey, SigningKeys } from "../domain/signing-keys.ts";

const HS_BYTES = 48;
const SAMPLE = "eyJhbGciOiJub25lIn0.e30";

/** A key as it was read. */
interface Read {
  readonly key: KeyObject;
  readonly algorithm: SigningAlgorithm;
  readonly form: SigningForm;
}

/** Signing keys through node:crypto. */
export const nodeSigningKeys: SigningKeys = {
  async make(algorithm, form) {
    const { createSecretKey, randomBytes } = await crypto();
    const k = randomBytes(HS_BYTES).toString("base64url");
    if (algorithm === "HS256" && form !== "jwk") return k;
    const key = algorithm === "HS256" ? createSecretKey(Buffer.from(k, "base64url")) : await pair(algorithm);
    if (form !== "jwk") return key.export({ type: "pkcs8", format: "pem" }).toString();
    const { kid } = await described({ key, algorithm, form });
    return JSON.stringify({ ...key.export({ format: "jwk" }), kid, alg: algorithm, use: "sig" });
  },
  async describe(text) {
    const found = await read(text);
    return found && described(found);
  },
  async proves(text) {
    const found = await read(text);
    return found !== undefined && provesItself(found);
  },
  async verifying(text) {
    const found = await read(text);
    if (found === undefined) return undefined;
    const { publicJwk } = await described(found);
    return found.algorithm === "HS256" ? { ...publicJwk, k: found.key.export().toString("base64url") } : publicJwk;
  },
};

const crypto = () => import("node:crypto");

async function pair(algorithm: "RS256" | "ES256"): Promise<KeyObject> {
  const [{ generateKeyPair }, { promisify }] = await Promise.all([crypto(), import("node:util")]);
  if (algorithm === "ES256") return (await promisify(generateKeyPair)("ec", { namedCurve: "P-256" })).privateKey;
  return (await promisify(generateKeyPair)("rsa", { modulusLength: 2048 })).privateKey;
}

async function read(text: string): Promise<Read | undefined> {
  if (text === "") return undefined;
  if (text.includes("-----BEGIN ")) return readPair(text, "pem");
  if (!text.startsWith("{")) return symmetric(Buffer.from(text), "text");
  try {
    const jwk: JsonWebKey = JSON.parse(text);
    if (jwk.kty === "oct") return symmetric(Buffer.from(jwk.k ?? "", "base64url"), "jwk");
    return await readPair({ key: jwk, format: "jwk" }, "jwk");
  } catch {
    return undefined;
  }
}

const symmetric = async (bytes: Buffer, form: SigningForm): Promise<Read> => ({
  ...{ key: (await crypto()).createSecretKey(bytes), algorithm: "HS256", form },
});

async function readPair(key: string | JsonWebKeyInput, form: SigningForm): Promise<Read | undefined> {
  const { createPrivateKey } = await crypto();
  try {
    const read = createPrivateKey(key);
    const algorithm = algorithmOf(read);
    return algorithm && { key: read, algorithm, form };
  } catch {
    return undefined;
  }
}

function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject) {
  if (type === "rsa") return "RS256";
  return type === "ec" && details?.namedCurve === "prime256v1" ? "ES256" : undefined;
}

/** The members of a thumbprint in their order (RFC 7638, 3.2). */
const MEMBERS = { RSA: ["e", "kty", "n"], EC: ["crv", "kty", "x", "y"], oct: ["k", "kty"] } as const;

async function described({ key, algorithm, form }: Read): Promise<SigningKey> {
  const { createHash, createPublicKey } = await crypto();
  const isSecret = algorithm === "HS256";
  const jwk = isSecret
    ? { kty: "oct", k: key.export().toString("base64url") }
    : createPublicKey(key).export({ format: "jwk" });
  const members = MEMBERS[jwk.kty === "oct" ? "oct" : jwk.kty === "EC" ? "EC" : "RSA"];
  const entries = members.map((name) => [name, String(Reflect.get(jwk, name))] as const);
  const kid = createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(entries)))
    .digest("base64url");
  const shown = Object.fromEntries(entries.filter(([name]) => name !== "k"));
  return { algorithm, form, kid, publicJwk: { ...shown, kid, alg: algorithm, use: "sig" } };
}

async function provesItself({ key, algorithm }: Read): Promise<boolean> {
  const { createHmac, createPublicKey, sign, verify } = await crypto();
  if (algorithm === "HS256") return createHmac("sha256", key).update(SAMPLE).digest().length === 32;
  const encoding = algorithm === "ES256" ? ({ dsaEncoding: "ieee-p1363" } as const) : {};
  const signature = sign("sha256", Buffer.from(SAMPLE), { key, ...encoding });
  return verify("sha256", Buffer.from(SAMPLE), { key: createPublicKey(key), ...encoding }, signature);
}
