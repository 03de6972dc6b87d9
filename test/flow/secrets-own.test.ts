import { expect, test } from "vitest";
import { openSecrets } from "../../src/flows/secrets/open-secrets.ts";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { brief, errorsOf, tempCheckout } from "../support/temp-checkout.ts";

const STRIPE = `credentials:
  stripe:
    category: payments
    epic: 4
    fields:
      secret_key: {variable: STRIPE_SECRET_KEY}
      publishable_key: {variable: STRIPE_PUBLISHABLE_KEY, secret: false}
    rotation: {frequency: Yearly}
`;

async function opened(text: string, trusted = true) {
  const home = tempCheckout();
  home.put(".devenvrc", text);
  const world = home.world();
  try {
    if (trusted) await grantTrust(world, (await showTrust(world)).hash);
    return await openSecrets(world, { environment: "dev", command: "avb secrets list" });
  } finally {
    home.remove();
  }
}

test("a team's own credential stands beside the others, with places that follow from its name", async () => {
  const { all } = await opened(STRIPE);
  expect(all.at(-1)).toMatchObject({
    ...{ id: "stripe", title: "stripe", status: "Placeholder", documented: false, epic: 4 },
    places: {
      path: "third-party/stripe",
      aws: "qualisys/payments/stripe",
      azure: { form: "json", name: "payments-stripe" },
    },
    fields: [
      { name: "secret_key", secret: true, format: "text" },
      { name: "publishable_key", secret: false },
    ],
  });
});

test("it is used only where the file is trusted", async () => {
  expect((await errorsOf(() => opened(STRIPE, false))).map(brief)).toEqual(["2:3 credentials NOT_TRUSTED"]);
});

test.each([
  ["a name that avb has", "openai: {fields: {k: {variable: K}}}", /of this name already/],
  ["another one's variable", "mine: {fields: {k: {variable: OPENAI_API_KEY}}}", /variable of openai/],
  ["another one's place", "mine: {fields: {k: {variable: K}}, aws: qualisys/llm/openai}", /place of openai/],
])("%s is refused with its place", async (_, text, why) => {
  const [error] = await errorsOf(() => opened(`credentials:\n  ${text}\n`));
  expect(error?.code).toBe("CREDENTIAL_OWN");
  expect(error?.message).toMatch(why);
  expect(error?.place).toMatchObject({ line: 2 });
});

test.each([
  ["no fields", "a: {title: x}", "2:6 credentials.a.fields CONFIG_INVALID"],
  ["an empty map of fields", "a: {fields: {}}", "2:15 credentials.a.fields CONFIG_INVALID"],
  ["a value", "a: {fields: {k: {variable: K, value: x}}}", "2:33 credentials.a.fields.k.value CONFIG_KEY_UNKNOWN"],
  ["an unknown key", "a: {store: team, fields: {k: {variable: K}}}", "2:7 credentials.a.store CONFIG_KEY_UNKNOWN"],
  [
    "a variable in small letters",
    "a: {fields: {k: {variable: k}}}",
    "2:30 credentials.a.fields.k.variable CONFIG_INVALID",
  ],
  [
    "a form that is none",
    "a: {fields: {k: {variable: K, format: x}}}",
    "2:41 credentials.a.fields.k.format CONFIG_INVALID",
  ],
  ["a field in capitals", "a: {fields: {K: {variable: K}}}", "2:16 credentials.a.fields.K CONFIG_NAME"],
  [
    "a frequency that is none",
    "a: {fields: {k: {variable: K}}, rotation: {frequency: Daily}}",
    "2:57 credentials.a.rotation.frequency CONFIG_INVALID",
  ],
])("%s is refused with its place", async (_, text, expected) => {
  expect((await errorsOf(() => opened(`credentials:\n  ${text}\n`, false))).map(brief)).toEqual([expected]);
});
