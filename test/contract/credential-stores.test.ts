import { describe } from "vitest";
import { awsStore } from "../../src/flows/secrets/stores/aws.ts";
import { azureStore } from "../../src/flows/secrets/stores/azure.ts";
import { localStore } from "../../src/flows/secrets/stores/local.ts";
import { storeTools } from "../support/credential-store.ts";
import { needs } from "../support/needs.ts";
import { forgotten, playedAws, playedAzure } from "../support/played-stores.ts";
import { obliged } from "../support/store-obligations.ts";

describe("the local store", () => obliged("local", async (home) => localStore(await storeTools(home.world()))));

needs(["moto"], "AWS Secrets Manager, played by moto", () => {
  const aws = playedAws();

  obliged(
    "aws",
    async (home) => awsStore(await storeTools(home.world({ env: { AVB_STATE_DIR: home.state, ...aws().env } }))),
    () => forgotten(aws),
  );
});

describe("Azure Key Vault, played by a server of the tests' own", () => {
  const azure = playedAzure();

  obliged(
    "azure",
    async (home) => azureStore(await storeTools(home.world({ env: { AVB_STATE_DIR: home.state, ...azure().env } }))),
    async () => azure().clear(),
  );
});
