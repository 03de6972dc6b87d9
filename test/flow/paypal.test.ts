import { expect, test } from "vitest";
import { outsideHttp } from "../../src/adapters/outside-http.ts";
import { paypalCheck } from "../../src/flows/paypal.ts";
import { verifyPaypalWebhook } from "../../src/flows/paypal-webhook.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { PAYPAL_PAIR, PAYPAL_WEBHOOK, type PaypalMood, paypalServer } from "../support/paypal-server.ts";

const wishes = {
  ...{ live: false, command: "avb dev paypal check" },
  ...{ signal: new AbortController().signal, deadlineMs: 10_000 },
};
const PAIR = { PAYPAL_CLIENT_ID: PAYPAL_PAIR.id, PAYPAL_CLIENT_SECRET: PAYPAL_PAIR.secret };

/** A fake machine whose way out leads to a real server of this one. */
function shop(env: Readonly<Record<string, string>>) {
  const world = fakeWorld({ env: { AVB_STATE_DIR: "/state", ...env } });
  world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
  return Object.assign(world, { outside: outsideHttp });
}

const event = '{ "id": "WH-9",  "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": {"amount": "1.00"} }';
const webhook = (headers: Readonly<Record<string, string>> = {}, body = event) =>
  JSON.stringify({
    headers: {
      ...{ "PAYPAL-AUTH-ALGO": "SHA256withRSA", "PAYPAL-CERT-URL": "https://api.paypal.com/v1/certs/CERT-1" },
      ...{ "PayPal-Transmission-Id": "t-1", "PAYPAL-TRANSMISSION-TIME": "2026-01-01T00:00:00Z" },
      ...{ "PAYPAL-TRANSMISSION-SIG": PAYPAL_WEBHOOK.signature, ...headers },
    },
    body,
  });

test("without credentials nothing is asked and nothing is wrong, nor with what avb writes in their place", async () => {
  const server = await paypalServer();
  const none = {
    PAYPAL_CLIENT_ID: "not-configured",
    PAYPAL_CLIENT_SECRET: "not-configured",
    AVB_PAYPAL_URL: server.url,
  };
  expect(await paypalCheck(shop({}), wishes)).toEqual({ state: "not configured" });
  expect(await paypalCheck(shop(none), wishes)).toEqual({ state: "not configured" });
  expect(server.asked).toEqual([]);
});

test("credentials of the environment and of .env are asked about once, and no secret is answered", async () => {
  const server = await paypalServer();
  const known = { state: "ok", environment: "sandbox", base: server.url, tokenSeconds: 32400 };
  const around = await paypalCheck(shop({ ...PAIR, AVB_PAYPAL_URL: server.url }), wishes);
  expect(around).toEqual({ ...known, from: "the environment", webhook: "not set" });
  const world = shop({ AVB_PAYPAL_URL: server.url });
  const lines = Object.entries({ ...PAIR, PAYPAL_WEBHOOK_ID: PAYPAL_WEBHOOK.id }).map(
    ([name, value]) => `export ${name}="${value}" # ours`,
  );
  world.files.put("/home/dev/shop/.env", `\uFEFF# PayPal\r\n${lines.join("\r\n")}\r\n`);
  const filed = await paypalCheck(world, wishes);
  expect(filed).toEqual({ ...known, from: "/home/dev/shop/.env", webhook: "known" });
  expect(server.asked.map((line) => line.split(" ")[1])).toEqual([
    "/v1/oauth2/token",
    "/v1/oauth2/token",
    "/v1/notifications/webhooks",
  ]);
  expect(JSON.stringify([around, filed])).not.toMatch(/canary/);
});

test.each([
  ["half of a pair", { PAYPAL_CLIENT_ID: PAYPAL_PAIR.id }, "PAYPAL_HALF", 3],
  ["a third environment", { ...PAIR, PAYPAL_ENVIRONMENT: "prod" }, "PAYPAL_ENVIRONMENT", 3],
  ["real money's account", { ...PAIR, PAYPAL_ENVIRONMENT: "live" }, "PAYPAL_IS_LIVE", 15],
  ["a pair that PayPal does not know", { ...PAIR, PAYPAL_CLIENT_SECRET: "EK-canary-other" }, "PAYPAL_REFUSED", 10],
  ["a webhook that PayPal does not know", { ...PAIR, PAYPAL_WEBHOOK_ID: "WH-other" }, "PAYPAL_WEBHOOK_UNKNOWN", 3],
])("%s is refused", async (_what, env, code, exitCode) => {
  const server = await paypalServer();
  const told = await paypalCheck(shop({ ...env, AVB_PAYPAL_URL: server.url }), wishes).catch((error: unknown) => error);
  expect(told).toMatchObject({ code, exitCode });
  expect(String(Object(told).message)).not.toMatch(/canary/);
  expect(server.asked.length === 0).toBe(exitCode === 15 || code === "PAYPAL_HALF" || code === "PAYPAL_ENVIRONMENT");
});

test.each<[PaypalMood, string, RegExp]>([
  ["html", "PAYPAL_STRANGE", /status 200 \(text\/html\)/],
  ["busy", "PAYPAL_STRANGE", /status 503/],
  ["strange", "PAYPAL_STRANGE", /a request for a token/],
  ["slow", "PAYPAL_SILENT", /no answer within 300 ms/],
  ["cut", "PAYPAL_SILENT", /aborted|hang up/],
])("an answer that is %s is told for what it is, and is not taken for PayPal's", async (mood, code, message) => {
  const server = await paypalServer();
  server.mood = mood;
  const patience = mood === "slow" ? { ...wishes, deadlineMs: 300 } : wishes;
  const asked = paypalCheck(shop({ ...PAIR, AVB_PAYPAL_URL: server.url }), patience);
  await expect(asked).rejects.toMatchObject({ code, exitCode: 8, message: expect.stringMatching(message) });
});

test("a machine without a name server is told to be offline, within the deadline", async () => {
  const world = shop(PAIR);
  world.outside = {
    request: async ({ url }) => {
      expect(url).toBe("https://api-m.sandbox.paypal.com/v1/oauth2/token");
      throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    },
  };
  await expect(paypalCheck(world, wishes)).rejects.toMatchObject({
    ...{ code: "PAYPAL_SILENT", message: expect.stringMatching(/probably offline.*nothing else of avb needs it/) },
  });
});

test.each(["https://paypal.example", "http://10.0.0.1:80", "http://127.0.0.1.example:80", "http://localhost:80/x"])(
  "%s is not asked in PayPal's place",
  async (url) => {
    const world = shop({ ...PAIR, AVB_PAYPAL_URL: url });
    world.outside = { request: () => expect.fail("it was asked") };
    await expect(paypalCheck(world, wishes)).rejects.toMatchObject({ code: "VARIABLE_INVALID" });
  },
);

test("a webhook is asked about letter by letter: signed, forged, and signed for another webhook", async () => {
  const server = await paypalServer();
  const world = shop({ ...PAIR, PAYPAL_WEBHOOK_ID: PAYPAL_WEBHOOK.id, AVB_PAYPAL_URL: server.url });
  world.files.put("/home/dev/shop/good.json", webhook());
  world.files.put("/home/dev/shop/bad.json", webhook({ "PAYPAL-TRANSMISSION-SIG": "another" }));
  expect(await verifyPaypalWebhook(world, "good.json", wishes)).toEqual({
    signed: true,
    event: "PAYMENT.CAPTURE.COMPLETED",
  });
  expect(server.asked.at(-1)).toContain(`"webhook_event":${event}}`);
  const forged = { code: "PAYPAL_FORGED", exitCode: 14 };
  await expect(verifyPaypalWebhook(world, "/home/dev/shop/bad.json", wishes)).rejects.toMatchObject(forged);
  const other = shop({ ...PAIR, PAYPAL_WEBHOOK_ID: "WH-other", AVB_PAYPAL_URL: server.url });
  other.files.put("/home/dev/shop/good.json", webhook());
  await expect(verifyPaypalWebhook(other, "good.json", wishes)).rejects.toMatchObject(forged);
});

test.each([
  ["is not there", undefined, /it is not there/],
  ["is no JSON", "PAYPAL", /no headers and body/],
  ["has an event that is no text", JSON.stringify({ headers: {}, body: {} }), /no headers and body/],
  ["lacks a signature", webhook({ "PAYPAL-TRANSMISSION-SIG": "" }), /PAYPAL-TRANSMISSION-SIG/],
  [
    "names somebody else's certificate",
    webhook({ "PAYPAL-CERT-URL": "https://paypal.com.example/c" }),
    /not an address of PayPal/,
  ],
  ["has a body that is a list", webhook({}, "[]"), /no JSON object/],
])("a file that %s is refused before anything is asked", async (_what, text, message) => {
  const server = await paypalServer();
  const world = shop({ ...PAIR, PAYPAL_WEBHOOK_ID: PAYPAL_WEBHOOK.id, AVB_PAYPAL_URL: server.url });
  if (text !== undefined) world.files.put("/home/dev/shop/w.json", text);
  const refusal = { code: "PAYPAL_WEBHOOK_FILE", exitCode: 2, message: expect.stringMatching(message) };
  await expect(verifyPaypalWebhook(world, "w.json", wishes)).rejects.toMatchObject(refusal);
  expect(server.asked).toEqual([]);
});
