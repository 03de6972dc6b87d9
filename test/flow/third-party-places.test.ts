import { expect, test } from "vitest";
import { wantedBilling } from "../../src/flows/billing-document.ts";
import { containerSecrets } from "../../src/flows/live/container-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { goodFor } from "../support/credential-samples.ts";
import { local, put } from "../support/credential-store.ts";
import { ownWorld, reference } from "../support/own-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const KEY = reference("secret:third-party/openai#api_key");
const WEB = `services:
  web:
    image: shop/web:1
    user: "1000"
    healthcheck: {test: [CMD, web, ping]}
    environment:
      OPENAI_API_KEY: ${KEY}
`;

const content = [{ secret: "third-party/openai#api_key" }] as const;
const file = { id: "web-OPENAI_API_KEY", variable: "OPENAI_API_KEY", uid: 1000, content };
const running = new Set(["web"]);

test("a container of one's own is given the value of the chosen store, as a file that its label tells nothing of", async () => {
  const { world } = await ownWorld(WEB);
  const key = goodFor("openai-key");
  await put(await local(world), "openai", { api_key: key });
  const secrets = await containerSecrets(world, await openCheckout(world), { running });
  expect([secrets.content(file), secrets.used()]).toEqual([key, [key]]);
  expect(secrets.digest(key)).not.toContain(key.slice(0, 8));
});

test.each([
  ["nothing is stored", undefined, /openai has no api_key in the store local \(dev\)/],
  ["a placeholder is", "REPLACE_WITH_ACTUAL_OPENAI_API_KEY", /is the placeholder/],
])("where %s, nothing is started, with the place that wants it", async (_, text, why) => {
  const { world, up } = await ownWorld(WEB);
  if (text !== undefined) await put(await local(world), "openai", { api_key: text });
  const [error] = await errorsOf(up);
  expect([error?.code, error?.exitCode, error?.message]).toEqual([
    "CREDENTIAL_NOT_GIVEN",
    10,
    expect.stringMatching(why),
  ]);
  expect(error?.place).toMatchObject({ file: ".devenvrc", line: 3 });
});

test("one that does not take part opens no store", async () => {
  const { world } = await ownWorld(WEB);
  const secrets = await containerSecrets(world, await openCheckout(world), { running: new Set() });
  expect(secrets.used()).toEqual([]);
});

const CONFIG = "seeds:\n  lago: [billing/team.yaml]\n";
const plan = (name: string) => `plans:
  - {code: team, name: '${name}', amount_cents: 900, amount_currency: USD, interval: monthly, pay_in_advance: false, charges: []}
`;

async function withSeed(name: string) {
  const own = await ownWorld(CONFIG);
  own.world.files.put("/home/dev/shop/billing/team.yaml", plan(name));
  await own.trust();
  return own;
}

test("a document's reference is the value of the chosen store", async () => {
  const { world } = await withSeed(`k ${KEY}`);
  const key = goodFor("openai-key");
  await put(await local(world), "openai", { api_key: key });
  const { plans } = await wantedBilling(world, await openCheckout(world));
  expect(plans.find(({ code }) => code === "team")?.name).toBe(`k ${key}`);
});

test.each([
  ["that is not stored", KEY, "CREDENTIAL_NOT_GIVEN", 10],
  ["that no credential has", 'secret("third-party/openai#nothing")', "SEED_REFERENCE", 3],
])("a document's reference to a field %s ends with file and line", async (_, written, code, exit) => {
  const { world } = await withSeed(written);
  const [error] = await errorsOf(async () => wantedBilling(world, await openCheckout(world)));
  expect([error?.code, error?.exitCode, error?.place]).toMatchObject([
    code,
    exit,
    { file: "billing/team.yaml", line: 2 },
  ]);
});
