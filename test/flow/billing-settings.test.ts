import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readBillingSettings } from "../../src/sandbox/billing-settings.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const FILES: Readonly<Record<string, string>> = {
  "/run/secrets/key": "a-key\n",
  "/run/secrets/rsa": Buffer.from(pem).toString("base64"),
  "/run/secrets/text": "no key at all",
  "/run/secrets/empty": "",
};

const ENVIRONMENT = {
  LAGO_API_URL: "http://localhost:63740",
  LAGO_ORG_API_KEY_FILE: "/run/secrets/key",
  LAGO_RSA_PRIVATE_KEY_FILE: "/run/secrets/rsa",
  AVB_BILLING_FOLDER: "/data/billing",
};

const read = (more: Readonly<Record<string, string>> = {}) =>
  readBillingSettings({ ...ENVIRONMENT, ...more }, { read: async (path) => FILES[path] });

describe("the billing API in a container of its own", () => {
  test("answers on Lago's port under the names that applications have for it", async () => {
    const { port, address, key, folder, names } = await read();
    expect({ port, address, key, folder }).toEqual({
      ...{ port: 3000, address: "http://localhost:63740", key: "a-key", folder: "/data/billing" },
    });
    expect(names).toContain("lago-api:3000");
    expect(names).toContain("localhost:63740");
    expect(names).toContain("host.docker.internal:63740");
    expect(names.join()).not.toContain("63690");
  });

  test("signs webhooks with the key that Lago would sign with", async () => {
    const { signer } = await read();
    expect(signer.key.export({ type: "pkcs8", format: "pem" })).toBe(pem);
    expect(signer.alg).toBe("RS256");
  });

  test.each([
    [{ LAGO_API_URL: "" }, "LAGO_API_URL is not set"],
    [{ LAGO_API_URL: "::" }, "LAGO_API_URL is no address"],
    [{ LAGO_ORG_API_KEY_FILE: "/run/secrets/none" }, "the file that LAGO_ORG_API_KEY_FILE names is missing or empty"],
    [{ LAGO_ORG_API_KEY_FILE: "/run/secrets/empty" }, "the file that LAGO_ORG_API_KEY_FILE names is missing or empty"],
    [{ LAGO_RSA_PRIVATE_KEY_FILE: "/run/secrets/text" }, "LAGO_RSA_PRIVATE_KEY_FILE holds no RSA key"],
  ])("does not start with %o", async (more, why) => {
    await expect(read(more)).rejects.toThrow(why);
  });

  test("says what is wrong with a secret, and not what it is", async () => {
    const error = await read({ LAGO_RSA_PRIVATE_KEY_FILE: "/run/secrets/text" }).catch((caught: unknown) => caught);
    expect(String(error)).not.toContain("no key at all");
  });
});
