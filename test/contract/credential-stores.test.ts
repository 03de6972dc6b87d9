import { afterAll, beforeAll, describe, vi } from "vitest";
import { awsStore } from "../../src/flows/secrets/stores/aws.ts";
import { azureStore } from "../../src/flows/secrets/stores/azure.ts";
import { localStore } from "../../src/flows/secrets/stores/local.ts";
import { storeTools } from "../support/credential-store.ts";
import { type KeyVault, keyVault } from "../support/key-vault.ts";
import { type Moto, moto } from "../support/moto.ts";
import { needs } from "../support/needs.ts";
import { obliged } from "../support/store-obligations.ts";

describe("the local store", () => obliged("local", async (home) => localStore(await storeTools(home.world()))));

needs(["moto"], "AWS Secrets Manager, played by moto", () => {
  let server: Moto;
  beforeAll(async () => {
    server = await moto();
  });
  afterAll(() => server.end());

  obliged(
    "aws",
    async (home) => awsStore(await storeTools(home.world({ env: { AVB_STATE_DIR: home.state, ...server.env } }))),
    () => fetch(`${server.url}/moto-api/reset`, { method: "POST" }),
  );
});

describe("Azure Key Vault, played by a server of the tests' own", () => {
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

  obliged(
    "azure",
    async (home) => azureStore(await storeTools(home.world({ env: { AVB_STATE_DIR: home.state, ...vault.env } }))),
    async () => vault.clear(),
  );
});
