import { afterEach, beforeEach, expect, test } from "vitest";
import { requireKept } from "../../src/flows/secrets/live-quotas.ts";
import { formsOf } from "../support/canary-shapes.ts";
import { ADMIN, PROJECT, quotasAsked } from "../support/quotas-asked.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";
import { VENDOR_VALUES } from "../support/vendor-answers.ts";
import type { VendorAnswer, VendorBook } from "../support/vendor-server.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const asked = (book: VendorBook, more: Parameters<typeof quotasAsked>[2] = {}) => quotasAsked(home, book, more);

const limit = (cents: number, status: string): VendorAnswer => [
  200,
  { threshold_amount: cents, enforcement: { status } },
];
const alerts = (...cents: readonly number[]): VendorAnswer => [
  200,
  { data: cents.map((one) => ({ threshold_amount: one })) },
];

test.each<[string, VendorAnswer, string, RegExp]>([
  ["is enforced", limit(20_000, "active"), "as documented", /^\$200 a month, enforced/],
  ["is only told of", limit(20_000, "inactive"), "not enforced", /does not enforce/],
  ["is not there", [404, { error: {} }], "not enforced", /no spend limit/],
  ["is higher", limit(50_000, "active"), "differs", /\$500 a month, and the table says \$200/],
  ["may not be read", [403, { error: {} }], "unknown", /may not be read with this key \(403\)/],
  ["is a page of somebody's", [200, "<html>"], "unknown", /200 \(text\/html\)/],
])("OpenAI's spend limit that %s", async (_, answer, state, says) => {
  const { found } = await asked({ [`${PROJECT}/spend_limit`]: answer });
  expect(found("openai", "spend limit")).toMatchObject({ state, says: expect.stringMatching(says) });
});

test("OpenAI's alerts and rate limits are compared figure by figure", async () => {
  const models = [
    { model: "gpt-4o", max_requests_per_1_minute: 500, max_tokens_per_1_minute: 300_000 },
    { model: "other", max_requests_per_1_minute: 99_999, max_tokens_per_1_minute: 9_999_999 },
  ];
  const { found } = await asked({
    [`${PROJECT}/spend_alerts`]: alerts(5000, 20_000),
    [`${PROJECT}/rate_limits`]: [200, { data: models }],
  });
  expect(found("openai", "spend alerts")).toMatchObject({ state: "not enforced", says: "there is no alert at $100" });
  expect(found("openai", "rate limits")).toMatchObject({
    state: "differs",
    says: expect.stringMatching(/500 .*10,000.*300,000/),
  });
});

test("the headers of an answer are read with the application's own key", async () => {
  const headers = { "x-ratelimit-limit-requests": "20000", "x-ratelimit-remaining-requests": "19999" };
  const { found } = await asked(
    { "GET /api.openai.com/v1/models": [200, { data: [] }, headers] },
    { ids: ["openai"], env: {} },
  );
  expect(found("openai", "limits of this key")).toMatchObject({
    state: "as documented",
    says: "20,000 requests a minute; 19,999 left",
  });
  expect(found("openai", "spend limit")).toMatchObject({
    state: "unknown",
    says: "OPENAI_ADMIN_KEY holds no admin key",
  });
});

test.each([
  ["12000.5", "as documented", /\$120.01 of \$200|\$120 of \$200/],
  ["25000", "not enforced", /exceeded/],
])("Anthropic's costs of %s cents against the budget", async (amount, state, says) => {
  const report = { data: [{ results: [{ amount }] }, { results: [] }] };
  const { found, lines } = await asked({ "GET /api.anthropic.com/v1/organizations/cost_report": [200, report] });
  expect(found("anthropic", "spent")).toMatchObject({ state, says: expect.stringMatching(says) });
  expect(lines.find((line) => line.includes("cost_report"))).toMatch(/starting_at=\d{4}-\d\d-01T00%3A00%3A00/);
});

test("what is promised and not kept ends with 14; what no API tells is said", async () => {
  const { quotas, found } = await asked({ [`${PROJECT}/spend_limit`]: limit(20_000, "off") });
  const [error] = await errorsOf(async () => requireKept(quotas));
  expect([error?.code, error?.exitCode, error?.message]).toEqual([
    ...["QUOTA_BROKEN", 14, expect.stringMatching(/spend limit of openai \(not enforced\)/)],
  ]);
  expect(found("jira", "quota")).toMatchObject({ state: "unknown", says: expect.stringMatching(/no API/) });
});

test("no key, token or text of a vendor's is in what is told", async () => {
  const values = [
    ...Object.values(ADMIN),
    ...["openai", "sendgrid"].flatMap((id) => Object.values(VENDOR_VALUES[id] ?? {})),
  ];
  const echo = values.join(" ");
  const { quotas } = await asked(
    { "": [200, { data: [echo], error: echo, message: echo }, { "content-type": "application/json" }] },
    {
      ids: ["openai", "sendgrid"],
    },
  );
  const told = JSON.stringify(quotas);
  for (const value of values.filter((one) => one.length > 20))
    for (const form of formsOf(value)) expect(told).not.toContain(form);
});
