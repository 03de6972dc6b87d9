import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isFault } from "../../src/domain/live-verdict.ts";
import { requireGood } from "../../src/flows/secrets/check.ts";
import { formsOf } from "../support/canary-shapes.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";
import { VENDOR_ANSWERS, VENDOR_VALUES } from "../support/vendor-answers.ts";
import { asked as vendorAsked } from "../support/vendor-asked.ts";
import type { VendorAnswer } from "../support/vendor-server.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const asked = (id: string, answers: readonly VendorAnswer[], held?: object) =>
  vendorAsked(home, { id, answers, ...(held && { held }) });
const values = (id: string) => VENDOR_VALUES[id] ?? {};

test.each(VENDOR_ANSWERS)("%s: %s is %s", async (id, _what, state, says, answers) => {
  const { finding, result } = await asked(id, answers);
  expect(finding).toMatchObject({ state, says: expect.stringMatching(says) });
  const told = JSON.stringify([result, await errorsOf(async () => requireGood(result))]);
  for (const value of Object.values(values(id)).filter((one) => one.length > 20 && !one.startsWith("https://qualisys")))
    for (const form of formsOf(value)) expect(told).not.toContain(form);
});

test("a refusal is final, trouble is asked about once more", async () => {
  expect((await asked("openai", [[429, { error: {} }]])).server.asked).toHaveLength(1);
  expect((await asked("openai", [[401, {}]])).server.asked).toHaveLength(1);
  expect((await asked("openai", [[500, ""]])).server.asked).toHaveLength(2);
});

describe("what a credential may do against what it should", () => {
  test("SendGrid: a key with full access may do more, one without mail.send less", async () => {
    const full = (await asked("sendgrid", [[200, { scopes: ["mail.send", "alerts.create", "2fa_required"] }]])).finding;
    expect(full).toMatchObject({ state: "valid", missing: [], excess: ["alerts.create"] });
    const less = (await asked("sendgrid", [[200, { scopes: ["stats.read"] }]])).finding;
    expect(less).toMatchObject({ missing: ["mail.send"], excess: ["stats.read"] });
    const right = (await asked("sendgrid", [[200, { scopes: ["mail.send"] }]])).finding;
    expect([right && isFault(right), full && isFault(full), less && isFault(less)]).toEqual([false, true, true]);
  });

  test("GitHub: a level above is too much, one below too little", async () => {
    const permissions = {
      contents: "write",
      pull_requests: "read",
      statuses: "write",
      checks: "write",
      members: "read",
    };
    const { finding } = await asked("github-app", [
      [200, { id: 1, permissions: { ...permissions, metadata: "read" } }],
    ]);
    expect(finding).toMatchObject({ missing: ["pull_requests:write"], excess: ["contents:write"] });
  });

  test("a scope that is the credential itself, or no scope at all, is not shown", async () => {
    const key = values("sendgrid").api_key ?? "";
    const { result } = await asked("sendgrid", [[200, { scopes: ["mail.send", key, `x ${key}`, "\u001b[2J", 7] }]]);
    expect(result.credentials[0]?.live).toMatchObject([{ state: "valid", missing: [], excess: [] }, {}]);
  });
});

test.each([
  ["a key that is refused", "openai", [401, { error: { code: "invalid_api_key" } }], "CREDENTIAL_REFUSED", 14],
  ["a key that may do too much", "sendgrid", [200, { scopes: ["mail.send", "user.read"] }], "CREDENTIAL_REFUSED", 14],
  ["no answer", "openai", "hang up", "CREDENTIAL_UNDECIDED", 8],
] as const)("%s ends with its own code", async (_what, id, answer, code, exitCode) => {
  const { result } = await asked(id, [answer]);
  expect(await errorsOf(async () => requireGood(result))).toMatchObject([{ code, exitCode }]);
});

const SCOPES: VendorAnswer = [200, { scopes: ["mail.send"] }];
const domains = (answer: VendorAnswer) => ({
  "GET /api.sendgrid.com/v3/scopes": SCOPES,
  "GET /api.sendgrid.com/v3/whitelabel": answer,
});

test.each<[string, VendorAnswer, object, boolean]>([
  ["is authenticated", [200, [{ domain: "qualisys.io", valid: true }]], { state: "valid" }, false],
  ["lacks its records", [200, [{ domain: "qualisys.io", valid: false }]], { missing: ["valid DNS records"] }, true],
  ["is not there", [200, [{ domain: "other.io", valid: true }]], { missing: ["domain authentication"] }, true],
  ["may not be read", [403, { errors: [] }], { state: "restricted" }, false],
  ["was not told", [500, "<html>"], { state: "indeterminate" }, false],
])("the sender's domain that %s is told beside the key", async (_, answer, finding, isWrong) => {
  const { result } = await vendorAsked(home, { id: "sendgrid", answers: domains(answer) });
  expect(result.credentials[0]?.live).toMatchObject([{ state: "valid" }, { what: "domain qualisys.io", ...finding }]);
  expect((await errorsOf(async () => requireGood(result))).map(({ code }) => code)).toEqual(
    isWrong ? ["CREDENTIAL_REFUSED"] : [],
  );
});

test("PayPal is asked about a webhook only where its id was stored", async () => {
  const token: VendorAnswer = [200, { access_token: "A21", expires_in: 32400 }];
  const book = { "POST /api-m.sandbox.paypal.com/v1/oauth2/token": token };
  const without = await vendorAsked(home, { id: "paypal-sandbox", answers: book });
  expect(without.server.asked.map(({ line }) => line)).toEqual(["POST /api-m.sandbox.paypal.com/v1/oauth2/token"]);
  const held = { ...VENDOR_VALUES["paypal-sandbox"], webhook_id: "1AB23456CD789012E" };
  const { result, server } = await vendorAsked(home, { id: "paypal-sandbox", answers: book, held });
  expect(server.asked.at(-1)?.line).toBe("GET /api-m.sandbox.paypal.com/v1/notifications/webhooks/1AB23456CD789012E");
  expect(result.credentials[0]?.live).toMatchObject([
    { state: "valid" },
    { what: "webhook id", state: "indeterminate" },
  ]);
});

test("a restricted key and one that is taken are no failure", async () => {
  for (const answer of [
    [403, { errors: [] }],
    [200, { scopes: ["mail.send"] }],
  ] as const)
    requireGood((await asked("sendgrid", [answer])).result);
});
