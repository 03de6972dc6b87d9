import { generateKeyPair, randomBytes, randomInt, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Random } from "../domain/random.ts";

/** Chance from the operating system; base64url keeps generated secrets safe in every env-file reader (F11). */
export const systemRandom: Random = {
  token: (bits) => randomBytes(Math.ceil(bits / 8)).toString("base64url"),
  uuid: () => randomUUID(),
  fraction: () => randomInt(2 ** 32) / 2 ** 32,
  rsaKey: async () => {
    const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  },
};
