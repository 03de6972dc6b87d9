import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CredentialStore } from "../../src/domain/credential-store.ts";
import { awsStore } from "../../src/flows/secrets/stores/aws.ts";
import { localStore } from "../../src/flows/secrets/stores/local.ts";
import { storeTools } from "../support/credential-store.ts";
import { type Moto, moto } from "../support/moto.ts";
import { needs } from "../support/needs.ts";
import { STORE_CASES, type WrittenStore } from "../support/store-cases.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

/** Every case begins with a store that nothing was put into. */
function obliged(
  store: WrittenStore,
  open: (home: TempCheckout) => Promise<CredentialStore>,
  fresh: () => Promise<unknown> = async () => {},
): void {
  for (const { title, verdicts, run } of STORE_CASES)
    test(`${title}: ${verdicts[store]}`, async () => {
      const home = tempCheckout();
      await fresh();
      try {
        expect(await run(() => open(home))).toBe(verdicts[store]);
      } finally {
        home.remove();
      }
    }, 120_000);
}

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
