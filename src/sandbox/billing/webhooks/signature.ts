import { createHmac, type KeyObject } from "node:crypto";
import { type JwtSigner, signJwt } from "../../../adapters/jwt.ts";

/** The key that webhooks are signed with: the checkout's own. */
export interface WebhookSigner extends JwtSigner {
  readonly publicKey: KeyObject;
}

/** What a message is signed as: the text of the body itself. */
export interface Signing {
  readonly signer: WebhookSigner;
  readonly issuer: string;
  readonly hmacKey: string;
}

/** The headers by which a receiver knows a message as ours: RS256 over its text in the claim `data`, or base64 HMAC-SHA256 of it. */
export async function signatureHeaders(
  payload: string,
  algorithm: "jwt" | "hmac",
  { signer, issuer, hmacKey }: Signing,
): Promise<Readonly<Record<string, string>>> {
  const signature =
    algorithm === "jwt"
      ? await signJwt({ data: payload, iss: issuer }, signer)
      : createHmac("sha256", hmacKey).update(payload).digest("base64");
  return { "x-lago-signature": signature, "x-lago-signature-algorithm": algorithm };
}

/** The public key as Lago hands it out: its PEM, in base64. */
export const publicKeyText = ({ publicKey }: WebhookSigner): string =>
  Buffer.from(publicKey.export({ type: "spki", format: "pem" })).toString("base64");
