import { afterAll, beforeAll, describe, vi } from "vitest";
import { type KeyVault, keyVault } from "../support/key-vault.ts";
import { type Moto, moto } from "../support/moto.ts";
import { needs } from "../support/needs.ts";
import { rotatesIn } from "../support/rotation-obligations.ts";

describe("a rotation in the local store", () => rotatesIn("local", () => ({})));

needs(["moto"], "a rotation in AWS Secrets Manager, played by moto", () => {
  let server: Moto;
  beforeAll(async () => {
    server = await moto();
  });
  afterAll(() => server.end());

  rotatesIn(
    "aws",
    () => server.env,
    () => fetch(`${server.url}/moto-api/reset`, { method: "POST" }),
  );
});

describe("a rotation in Azure Key Vault, played by a server of the tests' own", () => {
  let vault: KeyVault;
  beforeAll(async () => {
    vault = await keyVault();
    // Azure's own rules find the login in the variables of the process.
    for (const [name, text] of Object.entries(vault.env)) vi.stubEnv(name, text);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await vault.end();
  });

  rotatesIn(
    "azure",
    () => vault.env,
    async () => vault.clear(),
  );
});
