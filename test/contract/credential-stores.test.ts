import { afterAll, beforeAll, describe } from "vitest";
import { awsStore } from "../../src/flows/secrets/stores/aws.ts";
import { localStore } from "../../src/flows/secrets/stores/local.ts";
import { storeTools } from "../support/credential-store.ts";
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
