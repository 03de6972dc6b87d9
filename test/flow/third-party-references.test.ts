import { afterEach, beforeEach, expect, test } from "vitest";
import { env } from "../../src/flows/env.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { goodFor } from "../support/credential-samples.ts";
import { reference } from "../support/own-world.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";
import { given, none, trusted, worldOf } from "../support/third-party-world.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());
const world = (more: Record<string, string> = {}) => worldOf(home, more);

const stripe = "credentials:\n  stripe: {fields: {secret_key: {variable: STRIPE_SECRET_KEY}}}\n";

test.each([reference("secret:third-party/openai#api_key"), 'secret("third-party/openai#api_key")'])(
  "%s is the value of the store, and prefixes stay",
  async (written) => {
    const key = goodFor("openai-key");
    await set(await secretsOf(world()), "openai", key);
    await trusted(home, `env:\n  LLM_KEY: '${written}'\n  HEADER: 'Bearer ${written}'\n`);
    const { seen } = await given(world(), none);
    expect([seen.LLM_KEY, seen.HEADER]).toEqual([key, `Bearer ${key}`]);
    const { report } = await env(world(), { overrides: {}, wishes: none, reveal: false });
    expect(report.withheld).toEqual(expect.arrayContaining(["LLM_KEY", "HEADER"]));
  },
);

test("lead to addresses and secrets of the stack too, and to a team's own credential", async () => {
  await trusted(
    home,
    `${stripe}env:\n  PAY: ${reference("secret:third-party/stripe#secret_key")}\n  DB: ${reference("endpoint:postgres.sql")}\n  PW: ${reference("secret:postgres/agentvoicebox")}\n`,
  );
  await set(await secretsOf(world()), "stripe", "sk_live_of_nobody");
  const { seen } = await given(world(), none);
  expect(seen).toMatchObject({
    PAY: "sk_live_of_nobody",
    DB: "localhost:65004",
    PW: expect.stringMatching(/^[\w-]{32}$/),
  });
});

test.each([
  ["an unknown field", reference("secret:third-party/openai#key"), /third-party\/openai#api_key/],
  ["an unknown credential", 'secret("third-party/openia#api_key")', /third-party\/openai#api_key/],
  ["an unknown secret", reference("secret:postgres/nobody"), /postgres\//],
  ["what is no reference", reference("secret:third-party/OPENAI"), /third-party\/ID#FIELD|NAME/],
])("%s ends with file and line", async (_, written, fix) => {
  home.put(".devenvrc", `env:\n  A: b\n  KEY: '${written}'\n`);
  const [error] = await errorsOf(() => openCheckout(world()));
  expect([error?.code, error?.exitCode, error?.place]).toMatchObject(["ENV_REFERENCE", 3, { line: 3 }]);
  expect(error?.fixes.join()).toMatch(fix);
});

test("the same names are known in .devenvrc.local", async () => {
  home.put(".devenvrc", stripe);
  home.put(".devenvrc.local", `env:\n  PAY: ${reference("secret:third-party/stripe#secret_key")}\n`);
  expect(await errorsOf(() => openCheckout(world()))).toEqual([]);
});
