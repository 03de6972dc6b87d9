import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { Hash } from "../domain/hash.ts";

/** Digests through node:crypto. */
export const nodeHash: Hash = {
  sha256: (data) => createHash("sha256").update(data).digest("hex"),
  hmac: (key, text) => createHmac("sha512", key).update(text).digest("base64url"),
  pbkdf2: (password, salt, rounds) =>
    pbkdf2Sync(password, Buffer.from(salt, "base64"), rounds, 64, "sha512").toString("base64"),
};
