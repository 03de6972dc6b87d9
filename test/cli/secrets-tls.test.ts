import { expect, onTestFinished, test } from "vitest";
import { keyVault } from "../support/key-vault.ts";
import { moto } from "../support/moto.ts";
import { needs } from "../support/needs.ts";
import { tlsFront } from "../support/tls-front.ts";
import { expectTrustedByName, storedWith } from "../support/trusted-by-name.ts";

const MINUTE = 60_000;

needs(["openssl"], "a store behind a certificate of an authority of one's own", () => {
  test(
    "Azure Key Vault (played): refused with the certificate's name, trusted once its authority is named",
    async () => {
      const vault = await keyVault();
      onTestFinished(() => vault.end());
      const front = await tlsFront(vault.url);
      await expectTrustedByName("azure", front, { ...vault.env, AZURE_KEYVAULT_URL: front.url });
      expect(vault.asked.some((line) => line.startsWith("PUT"))).toBe(true);
    },
    MINUTE,
  );

  test(
    "a name that the certificate is not for, and one that has expired, are told as that",
    async () => {
      const [other, past] = [await tlsFront("http://127.0.0.1:9"), await tlsFront("http://127.0.0.1:9", "past")];
      const at = (url: string, authority: string) =>
        storedWith("vault", { VAULT_ADDR: url, VAULT_TOKEN: "canary-token", NODE_EXTRA_CA_CERTS: authority });
      const named = await at(`https://127.0.0.1:${other.port}`, other.authority);
      expect([named.status, named.stderr]).toEqual([10, expect.stringContaining("which is for DNS:localhost")]);
      const expired = await at(past.url, past.authority);
      expect([expired.status, expired.stderr]).toEqual([
        10,
        expect.stringMatching(/which held until \w{3} +\d+ .* GMT/),
      ]);
      expect(expired.stderr).toContain("have the server's certificate renewed");
      const unknown = await storedWith("vault", { VAULT_ADDR: other.url, VAULT_TOKEN: "canary-token" });
      expect([unknown.status, unknown.stderr]).toEqual([10, expect.stringContaining("signed by Shop Test CA")]);
      for (const { stderr } of [named, expired, unknown]) expect(stderr).not.toContain("canary-token");
    },
    MINUTE,
  );
});

needs(["openssl", "moto"], "AWS behind a certificate of an authority of one's own (moto)", () => {
  test(
    "is refused with the certificate's name, and trusted once its authority is named",
    async () => {
      const server = await moto();
      onTestFinished(() => server.end());
      const front = await tlsFront(server.url);
      await expectTrustedByName("aws", front, { ...server.env, AWS_ENDPOINT_URL: front.url });
    },
    MINUTE,
  );
});
