import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differingCharges, differingFields } from "../../src/services/lago/normal-form.ts";

const charge = (code: string, properties: object, more: object = {}) => ({
  ...{ billable_metric_code: code, charge_model: "package", invoice_display_name: code, properties },
  ...more,
});
const WANT = {
  ...{ code: "pro", name: "Pro", amount_cents: 9900, pay_in_advance: true },
  charges: [charge("calls", { amount: "1.00", free_units: 10 }), charge("minutes", { amount: "0.5", free_units: 0 })],
};

describe("a plan", () => {
  test("is the same whatever Lago adds, in any order of charges and with any decimals of a price", () => {
    const added = { lago_id: "x", filters: [], min_amount_cents: 0 };
    const held = {
      ...{ ...WANT, lago_id: "p", created_at: "2026-01-01T00:00:00Z", taxes: [], trial_period: 0 },
      charges: [
        charge("minutes", { amount: "0.50", free_units: "0", pricing_group_keys: [] }, added),
        charge("calls", { amount: "1", free_units: 10 }, added),
      ],
    };
    expect(differingFields("plans", WANT, held)).toEqual([]);
    expect(differingCharges(WANT.charges, held.charges)).toEqual([]);
  });

  test.each([
    ["a price", [charge("calls", { amount: "1.01", free_units: 10 }), WANT.charges[1]], ["calls"]],
    ["a model", [{ ...WANT.charges[0], charge_model: "standard" }, WANT.charges[1]], ["calls"]],
    ["a charge too few", [WANT.charges[1]], ["calls"]],
    ["a charge too many", [...WANT.charges, charge("own", {})], ["own"]],
    ["no charge at all", undefined, ["calls", "minutes"]],
  ])("with %s that differs is another one", (_what, charges, metrics) => {
    expect(differingFields("plans", WANT, { ...WANT, charges })).toEqual(["charges"]);
    expect(differingCharges(WANT.charges, charges)).toEqual(metrics);
  });

  test("has ranges that are compared bound by bound", () => {
    const range = (to_value: number | null, per_unit_amount: string) => ({ from_value: 0, to_value, per_unit_amount });
    const plan = (...ranges: object[]) => ({ charges: [charge("calls", { graduated_ranges: ranges })] });
    const want = plan(range(10, "0.10"), range(null, "0.05"));
    expect(differingFields("plans", want, plan(range(10, "0.1"), range(null, "0.050")))).toEqual([]);
    expect(differingFields("plans", want, plan(range(10, "0.1")))).toEqual(["charges"]);
    expect(differingFields("plans", want, plan(range(10, "0.1"), range(11, "0.05")))).toEqual(["charges"]);
  });
});

test("a price has one value however many noughts it is written with", () => {
  const amount = fc.record({ whole: fc.nat(9999), cents: fc.nat(99), noughts: fc.nat(4) });
  fc.assert(
    fc.property(amount, amount, (one, other) => {
      const text = ({ whole, cents, noughts }: typeof one) =>
        `${whole}.${String(cents).padStart(2, "0")}${"0".repeat(noughts)}`;
      const plan = (price: string) => ({ charges: [charge("calls", { amount: price })] });
      const same = one.whole === other.whole && one.cents === other.cents;
      expect(differingFields("plans", plan(text(one)), plan(text(other))).length === 0).toBe(same);
    }),
  );
});

test("a name that looks like a number is compared as it is written", () => {
  expect(differingFields("plans", { name: "1.0" }, { name: "1" })).toEqual(["name"]);
});

describe("what the server shows under another name", () => {
  test("a customer without a time zone of its own has the applicable one", () => {
    const want = { external_id: "a", timezone: "UTC" };
    expect(differingFields("customers", want, { ...want, timezone: null, applicable_timezone: "UTC" })).toEqual([]);
    expect(differingFields("customers", want, { ...want, timezone: "Asia/Tokyo" })).toEqual(["timezone"]);
  });

  test("a subscription whose downgrade waits is on the plan that comes", () => {
    const want = { external_id: "a", plan_code: "free" };
    const held = { external_id: "a", plan_code: "pro" };
    expect(differingFields("subscriptions", want, { ...held, next_plan_code: "free" })).toEqual([]);
    expect(differingFields("subscriptions", want, { ...held, next_plan_code: null })).toEqual(["plan_code"]);
  });

  test("null is what was never given", () => {
    expect(differingFields("billable_metrics", { code: "calls", field_name: null }, { code: "calls" })).toEqual([]);
  });
});
