import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatKeyPath } from "../../src/domain/yaml-document.ts";
import { billingInPlace } from "../../src/services/lago/document.ts";
import { documentProblems } from "../../src/services/lago/document-problems.ts";
import type { LooseDocument } from "../support/seeded-billing.ts";

const TEXT = readFileSync(join(import.meta.dirname, "../../templates/lago/billing.json"), "utf8");

const problemsAfter = (change: (document: LooseDocument) => void) => {
  const document = JSON.parse(TEXT);
  change(document);
  return documentProblems(document).map(({ path, says }) => `${formatKeyPath(path)}: ${says}`);
};
const prices = (charge: number, properties: object) => (document: LooseDocument) => {
  document.plans[0].charges[charge].properties = properties;
};

test("the shipped document has no problem", () => {
  expect(documentProblems(JSON.parse(TEXT))).toEqual([]);
});

describe("what is wrong is told with its place", () => {
  test.each<[string, (document: LooseDocument) => void, RegExp]>([
    [
      "an unknown metric",
      ({ plans }) => (plans[1].charges[0].billable_metric_code = "api_request"),
      /^plans\[1\]\.charges\[0\]\.billable_metric_code: 'api_request' is no billable metric .*did you mean api_requests\?/,
    ],
    [
      "an unknown plan",
      ({ subscriptions }) => (subscriptions[0].plan_code = "gold"),
      /^subscriptions\[0\]\.plan_code: 'gold' is no plan of this document \(the document has free, starter, /,
    ],
    [
      "an unknown customer",
      ({ subscriptions }) => (subscriptions[0].external_customer_id = "nobody"),
      /^subscriptions\[0\]\.external_customer_id: 'nobody' is no customer /,
    ],
    ["a code twice", ({ plans }) => (plans[1].code = "free"), /^plans\[1\]\.code: 'free' stands here a second time$/],
    [
      "a metric priced twice",
      ({ plans }) => (plans[0].charges[1].billable_metric_code = "api_requests"),
      /^plans\[0\]\.charges\[1\]\.billable_metric_code: 'api_requests' stands here a second time$/,
    ],
    [
      "an amount as a number",
      prices(0, { amount: 1, free_units: 0, package_size: 1 }),
      /^plans\[0\]\.charges\[0\]\.properties\.amount: 'amount' of a package charge is not as Lago takes it: invalid_amount$/,
    ],
    [
      "a property that is missing",
      prices(0, { amount: "1", free_units: 0 }),
      /^plans\[0\]\.charges\[0\]\.properties: 'package_size' of a package charge .*: invalid_package_size$/,
    ],
    [
      "ranges with a gap",
      prices(1, {
        graduated_ranges: [
          { from_value: 0, to_value: 5, per_unit_amount: "0", flat_amount: "0" },
          { from_value: 9, to_value: null, per_unit_amount: "0", flat_amount: "0" },
        ],
      }),
      /^plans\[0\]\.charges\[1\]\.properties\.graduated_ranges: .*invalid_graduated_ranges$/,
    ],
    [
      "ranges that are none",
      prices(1, { graduated_ranges: [null] }),
      /^plans\[0\]\.charges\[1\]\.properties\.graduated_ranges: must be a list of ranges$/,
    ],
    [
      "a sum of nothing",
      ({ billable_metrics }) => (billable_metrics[1].field_name = null),
      /^billable_metrics\[1\]: 'field_name' is missing: sum_agg needs the property it looks at$/,
    ],
    [
      "a field that nobody knows",
      ({ customers }) => (customers[0].vat = "x"),
      /^customers\[0\]\.vat: 'vat' is not a field here; the fields are external_id, name, /,
    ],
    ["a field that is missing", ({ plans }) => delete plans[2].interval, /^plans\[2\]: 'interval' is missing$/],
    [
      "a word that is not allowed",
      ({ plans }) => (plans[2].interval = "daily"),
      /^plans\[2\]\.interval: must be one of weekly, monthly, /,
    ],
    ["a list that is none", (document) => (document.customers = {}), /^customers: must be a list$/],
    [
      "an address elsewhere",
      ({ webhook_endpoints }) => (webhook_endpoints[0].webhook_url = "ftp://x"),
      /^webhook_endpoints\[0\]\.webhook_url: must be an http or https address$/,
    ],
    ["a kind that nobody knows", (document) => (document.coupons = []), /^coupons: 'coupons' is not a field here; /],
  ])("%s", (_what, change, told) => {
    const problems = problemsAfter((document) => void change(document));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(told);
  });

  test("all of it at once", () => {
    const both = ({ plans, customers }: LooseDocument) => {
      plans[0].name = "";
      customers[1].currency = "usd";
    };
    expect(problemsAfter(both)).toEqual([
      "plans[0].name: must be a text that is not empty",
      "customers[1].currency: must be a currency's three letters, such as USD",
    ]);
  });
});

test("no value whatever makes the check itself fail", () => {
  const keys = [
    "billable_metrics",
    "plans",
    "customers",
    "subscriptions",
    "webhook_endpoints",
    "charges",
    "properties",
  ];
  const anything = fc.object({ key: fc.constantFrom(...keys, "code", "graduated_ranges"), maxDepth: 4 });
  fc.assert(
    fc.property(anything, (value) => {
      expect(Array.isArray(documentProblems(value))).toBe(true);
    }),
  );
  const broken = fc.record({ charge: fc.nat(6), properties: fc.anything() });
  fc.assert(
    fc.property(broken, ({ charge, properties }) => {
      const document = JSON.parse(TEXT);
      document.plans[0].charges[charge].properties = properties;
      expect(Array.isArray(documentProblems(document))).toBe(true);
    }),
  );
});

test("an endpoint on an application's own port follows the slot and the name of its machine; others stay", () => {
  const document = JSON.parse(TEXT);
  document.webhook_endpoints.push({ webhook_url: "http://localhost:4000/hook" });
  const urls = (place: Parameters<typeof billingInPlace>[1]) =>
    billingInPlace(document, place).webhook_endpoints.map(({ webhook_url }) => webhook_url);
  expect(urls({ slot: 0 })).toEqual(document.webhook_endpoints.map((one: LooseDocument) => one.webhook_url));
  expect(urls({ slot: 3, machine: "host.docker.internal" })).toEqual([
    "http://host.docker.internal:65170/api/v2/billing/webhooks/lago",
    "http://host.docker.internal:4000/hook",
  ]);
});
