import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StoreId } from "../../src/domain/credential-store.ts";
import { requireClean, scan } from "../../src/flows/secrets/scan/scan.ts";
import { MOST_BYTES } from "../../src/flows/secrets/scan/scan-tools.ts";
import { rememberFile } from "../../src/flows/written-env.ts";
import { goodFor } from "../support/credential-samples.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const request = (stores: readonly StoreId[]) => ({
  ...{ paths: [], staged: false, history: false, containers: false, stores, maxBytes: MOST_BYTES },
  signal: new AbortController().signal,
});
const look = async () => scan(await secretsOf(home.world()), request(["local"]));

describe("a store", () => {
  test("is looked through for what stands in place of a value, and for nothing else", async () => {
    const secrets = await secretsOf(home.world());
    await set(secrets, "sendgrid", goodFor("sendgrid-key"));
    await set(secrets, "openai", "REPLACE_WITH_ACTUAL_OPENAI_API_KEY", { unchecked: true });
    const result = await look();
    expect(result.findings).toMatchObject([
      { kind: "placeholder", where: "store", path: "local (dev) openai.api_key", credential: "openai" },
    ]);
    expect(result.looked.stores).toBe(1);
    expect((await errorsOf(async () => requireClean(result))).map(({ code }) => code)).toEqual(["SCAN_FOUND"]);
  });

  test("that holds only values is clean", async () => {
    await set(await secretsOf(home.world()), "sendgrid", goodFor("sendgrid-key"));
    const result = await look();
    expect(result.findings).toEqual([]);
    expect(await errorsOf(async () => requireClean(result))).toEqual([]);
  });
});

describe("a credential of the team's own", () => {
  const own = "credentials:\n  pager:\n    fields:\n      key: { variable: PAGER_KEY, format: password }\n";

  test("is looked for by its variable before anybody has allowed it, and its stores are not opened", async () => {
    home.put(".devenvrc", own);
    home.put("config.yaml", `pager_key: "a1b2${goodFor("sendgrid-key").slice(3, 24)}"\n`);
    const secrets = await secretsOf(home.world(), { namesOnly: true });
    expect((await scan(secrets, request([]))).findings).toMatchObject([
      { rule: "assigned", credential: "pager", path: "config.yaml" },
    ]);
    expect((await errorsOf(() => secretsOf(home.world()))).map(({ exitCode }) => exitCode)).toEqual([4]);
  });
});

describe("a file that avb wrote", () => {
  test("is left out until somebody changes it", async () => {
    const text = `SENDGRID_API_KEY=${goodFor("sendgrid-key")}\n`;
    const path = home.put(".env.local", text);
    const world = home.world();
    const { tools } = await secretsOf(world);
    const wishes = { services: [], renames: [], view: "host" } as const;
    const sha256 = world.hash.sha256(text);
    await rememberFile(world, tools.checkout, { path, sha256, format: "dotenv", mode: "sandbox", wishes });
    const before = await scan(await secretsOf(world), request([]));
    expect([before.findings, before.skipped]).toEqual([
      [],
      expect.arrayContaining([{ path: ".env.local", why: "was written by avb dev env" }]),
    ]);
    home.put(".env.local", `${text}MORE=1\n`);
    expect((await scan(await secretsOf(world), request([]))).findings).toMatchObject([{ path: ".env.local" }]);
  });
});
