import { describe, expect, test } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import { keyProviders } from "../../src/services/keycloak/realm-keys.ts";

const KEYS = { signing: new Secret("SIGNING"), encryption: new Secret("ENCRYPTION") };

describe("the key providers of a new realm", () => {
  const providers = Object.values(keyProviders(KEYS)).flat() as readonly {
    readonly providerId: string;
    readonly config: Readonly<Record<string, readonly string[]>>;
  }[];

  test("are one for each use that Keycloak has keys for", () => {
    expect(providers.map(({ providerId }) => providerId)).toEqual([
      "rsa",
      "rsa-enc",
      "hmac-generated",
      "aes-generated",
    ]);
  });

  test("have the RSA keys that were given, each for its own use", () => {
    const keyFor = (algorithm: string) =>
      providers.find(({ config }) => config.algorithm?.includes(algorithm))?.config.privateKey;
    expect(keyFor("RS256")).toEqual(["SIGNING"]);
    expect(keyFor("RSA-OAEP")).toEqual(["ENCRYPTION"]);
    expect(keyFor("HS512")).toBeUndefined();
  });
});
