import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { claimsOf, headerOf } from "./token-calls.ts";

/** What a forger starts from: a good token, and the realm's own key pair, which he should not even have. */
export interface Forgery {
  readonly good: string;
  readonly ownKey: KeyObject;
  /** An address that records who asks it for keys. */
  readonly trap: string;
}

type Header = Readonly<Record<string, unknown>>;
type Signer = (input: string) => string;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const signedBy =
  (key: KeyObject, digest = "sha256"): Signer =>
  (input) =>
    sign(digest, Buffer.from(input), key).toString("base64url");

const hmacWith =
  (secret: string | Buffer): Signer =>
  (input) =>
    createHmac("sha256", secret).update(input).digest("base64url");

function token(header: Header, claims: Header, signer: Signer): string {
  const input = `${encoded(header)}.${encoded(claims)}`;
  return `${input}.${signer(input)}`;
}

/** Tokens that must be worth nothing, each with what is wrong with it (P23). */
export function forgedTokens({ good, ownKey, trap }: Forgery): readonly (readonly [string, string])[] {
  return [
    ...withoutKey(good, createPublicKey(ownKey)),
    ...withAnotherKey(good, trap),
    ...withTheRealmsKey(good, ownKey),
    ...mutilated(good),
  ];
}

function withoutKey(good: string, published: KeyObject): readonly (readonly [string, string])[] {
  const [header, claims] = [headerOf(good), claimsOf(good)];
  const shapes = {
    PEM: published.export({ format: "pem", type: "spki" }).toString(),
    DER: published.export({ format: "der", type: "spki" }),
    JWK: JSON.stringify(published.export({ format: "jwk" })),
    modulus: Buffer.from(published.export({ format: "jwk" }).n ?? "", "base64url"),
  };
  return [
    ...["none", "None", "NONE", ""].map(
      (alg) => [`the algorithm '${alg}'`, token({ ...header, alg }, claims, () => "")] as const,
    ),
    ...Object.entries(shapes).map(
      ([shape, secret]) =>
        [
          `the public key as an HMAC secret (${shape})`,
          token({ ...header, alg: "HS256" }, claims, hmacWith(secret)),
        ] as const,
    ),
    ["an empty HMAC secret", token({ ...header, alg: "HS256" }, claims, hmacWith(""))],
  ];
}

function withAnotherKey(good: string, trap: string): readonly (readonly [string, string])[] {
  const [header, claims] = [headerOf(good), claimsOf(good)];
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: header.kid, alg: "RS256", use: "sig" };
  const another = signedBy(privateKey);
  return [
    ["another key under the realm's name", token(header, claims, another)],
    ["another key that it brings along", token({ ...header, jwk }, claims, another)],
    ["another key that it says where to find", token({ ...header, jku: trap }, claims, another)],
    ["another certificate that it says where to find", token({ ...header, x5u: trap }, claims, another)],
    ["a key that nobody knows", token({ ...header, kid: "unknown" }, claims, another)],
  ];
}

/** Even the right key makes no token out of the wrong words. */
function withTheRealmsKey(good: string, ownKey: KeyObject): readonly (readonly [string, string])[] {
  const [header, claims] = [headerOf(good), claimsOf(good)];
  const { kid: _kid, ...nameless } = header;
  const { exp: _exp, ...endless } = claims;
  const own = signedBy(ownKey);
  const now = Math.floor(Date.now() / 1000);
  return [
    ["no key's name", token(nameless, claims, own)],
    ["an unknown key's name", token({ ...header, kid: "unknown" }, claims, own)],
    ["a key's name that is a path", token({ ...header, kid: "../keys.json" }, claims, own)],
    ["a key's name that every object has", token({ ...header, kid: "__proto__" }, claims, own)],
    ["an algorithm the realm does not use", token({ ...header, alg: "RS512" }, claims, signedBy(ownKey, "sha512"))],
    ["an extension nobody understands", token({ ...header, crit: ["x"], x: 1 }, claims, own)],
    ["another issuer", token(header, { ...claims, iss: "http://localhost:65006/realms/agentvoicebox" }, own)],
    ["no issuer", token(header, { ...claims, iss: undefined }, own)],
    ["an end that has passed", token(header, { ...claims, exp: now - 1 }, own)],
    ["no end", token(header, endless, own)],
    ["an end that is a word", token(header, { ...claims, exp: "never" }, own)],
    ["a beginning that has not come", token(header, { ...claims, nbf: now + 3600 }, own)],
    ["the type of an ID token", token(header, { ...claims, typ: "ID" }, own)],
    ["a subject that nobody is", token(header, { ...claims, sub: crypto.randomUUID() }, own)],
    ["a session that never was", token(header, { ...claims, sid: crypto.randomUUID() }, own)],
  ];
}

function mutilated(good: string): readonly (readonly [string, string])[] {
  const [header = "", payload = "", signature = ""] = good.split(".");
  const raised = encoded({ ...claimsOf(good), realm_access: { roles: ["admin"] } });
  return [
    ["a role added after signing", `${header}.${raised}.${signature}`],
    ["no signature", `${header}.${payload}.`],
    ["half a signature", `${header}.${payload}.${signature.slice(0, 100)}`],
    ["two parts", `${header}.${payload}`],
    ["four parts", `${good}.${signature}`],
    ["no words at all", ".."],
    ["a text", "undefined"],
  ];
}

/** The private key of the realm whose key file has this text. */
export const privateKeyIn = (keyFile: string): KeyObject =>
  createPrivateKey({ key: JSON.parse(keyFile).signing[0].jwk, format: "jwk" });
