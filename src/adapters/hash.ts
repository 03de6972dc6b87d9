import { createHash, createHmac } from "node:crypto";
import type { Hash } from "../domain/hash.ts";

/** Digests through node:crypto. */
export const nodeHash: Hash = {
  sha256: (data) => createHash("sha256").update(data).digest("hex"),
  hmac: (key, text) => createHmac("sha512", key).update(text).digest("base64url"),
};
