import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AdvanceMeter } from "../../src/domain/billing/advance-meter.ts";
import { priceOf } from "../../src/domain/billing/charge-models.ts";
import { complaintsAboutTerms } from "../../src/domain/billing/charge-terms.ts";
import { toCents } from "../../src/domain/billing/currency.ts";
import { decimalOr0, plus, toText, ZERO } from "../../src/domain/billing/decimal.ts";
import { measure } from "../../src/domain/billing/measure.ts";
import { anyEvents, anyPrices } from "../support/billing-arbitraries.ts";
import { advancesNaively } from "../support/naive-advance.ts";

const DAY = 86_400_000;
const window = { from: 0, to: 30 * DAY - 1, zone: "UTC", days: 30 };

const metric = (aggregation_type: "count_agg" | "sum_agg" | "unique_count_agg") =>
  ({ aggregation_type, field_name: "v", rounding_function: null, rounding_precision: null }) as const;

describe.each(["standard", "graduated", "package", "percentage"] as const)("a %s charge paid in advance", (model) => {
  test.each(["count_agg", "sum_agg", "unique_count_agg"] as const)(
    "on %s bills each event to the cent of an independent calculation",
    (aggregation) => {
      fc.assert(
        fc.property(anyEvents, anyPrices[model], (events, prices) => {
          const price = (usage: Parameters<typeof priceOf>[2]) => priceOf(model, prices, usage);
          const meter = new AdvanceMeter({ metric: metric(aggregation), prorated: false, window, carried: [], price });
          const taken = events.flatMap((event) => meter.take(event) ?? []);
          const cents = taken.map(({ amount }) => toCents(amount, "USD"));
          expect(cents).toEqual(advancesNaively({ aggregation, model, prices }, events));
          const sum = taken.reduce((total, { amount }) => plus(total, amount), ZERO);
          expect(toText(sum)).toBe(toText(price(meter.usage)));
        }),
        { numRuns: 100 },
      );
    },
  );
});

const at = (day: number, properties: Record<string, unknown>) => ({ timestamp: day * DAY, properties });

function sumMeter(more: object = {}) {
  const price = (usage: Parameters<typeof priceOf>[2]) => priceOf("standard", { amount: "1" }, usage);
  return new AdvanceMeter({ metric: metric("sum_agg"), prorated: false, window, carried: [], price, ...more });
}

const took = (meter: AdvanceMeter, event: ReturnType<typeof at>) => {
  const advance = meter.take(event);
  return advance && { units: toText(advance.units), amount: toText(advance.amount) };
};

test("units that went and came back are not paid for twice", () => {
  const meter = sumMeter();
  expect(took(meter, at(1, { v: 10 }))).toEqual({ units: "10.0", amount: "10.0" });
  expect(took(meter, at(2, { v: -4 }))).toEqual({ units: "0.0", amount: "0.0" });
  expect(took(meter, at(3, { v: 6 }))).toEqual({ units: "2.0", amount: "2.0" });
  expect(took(meter, at(4, { v: "none" }))).toBeUndefined();
});

test("units from earlier periods are there from the start, and new ones are paid for the days that are left", () => {
  const meter = sumMeter({ carried: [at(-3, { v: 5 })], prorated: true });
  expect(toText(meter.usage.units)).toBe("5.0");
  // The sixteenth day of thirty: fifteen are left with it.
  expect(took(meter, at(15, { v: 3 }))).toEqual({ units: "3.0", amount: "1.5" });
  expect(toText(meter.usage.priced ?? ZERO)).toBe("6.5");
  expect(toText(meter.usage.units)).toBe("8.0");
});

test("a metric's rounding applies to what was reached, not to each step", () => {
  const meter = sumMeter({ metric: { ...metric("sum_agg"), rounding_function: "ceil" } });
  const steps = [1.2, 1.2, 0.5].map((v) => took(meter, at(1, { v }))?.units);
  expect(steps).toEqual(["2.0", "1.0", "0.0"]);
  const all = measure(
    { metric: { ...metric("sum_agg"), rounding_function: "ceil" }, prorated: false },
    { before: [], within: [1.2, 1.2, 0.5].map((v) => at(1, { v })) },
    window,
  );
  expect(all.units).toEqual(decimalOr0(3));
});

test("what Lago does not bill at once or by the day is named by its field", () => {
  const terms = { charge_model: "standard", pay_in_advance: false, prorated: false, invoiceable: true } as const;
  const on = (aggregation_type: "sum_agg" | "max_agg" | "latest_agg" | "weighted_sum_agg", recurring = false) => ({
    aggregation_type,
    recurring,
  });
  const advance = { pay_in_advance: ["invalid_aggregation_type_or_charge_model"] };
  const days = { prorated: ["invalid_billable_metric_or_charge_model"] };
  expect(complaintsAboutTerms({ ...terms, pay_in_advance: true }, on("sum_agg"))).toEqual({});
  expect(complaintsAboutTerms({ ...terms, pay_in_advance: true, charge_model: "volume" }, on("sum_agg"))).toEqual(
    advance,
  );
  for (const type of ["max_agg", "latest_agg", "weighted_sum_agg"] as const)
    expect(complaintsAboutTerms({ ...terms, pay_in_advance: true }, on(type))).toEqual(advance);
  expect(complaintsAboutTerms({ ...terms, prorated: true }, on("sum_agg"))).toEqual(days);
  expect(complaintsAboutTerms({ ...terms, prorated: true }, on("weighted_sum_agg", true))).toEqual(days);
  expect(complaintsAboutTerms({ ...terms, prorated: true, charge_model: "package" }, on("sum_agg", true))).toEqual(
    days,
  );
  for (const charge_model of ["standard", "volume", "graduated"] as const)
    expect(complaintsAboutTerms({ ...terms, prorated: true, charge_model }, on("sum_agg", true))).toEqual({});
  expect(
    complaintsAboutTerms(
      { ...terms, prorated: true, pay_in_advance: true, charge_model: "graduated" },
      on("sum_agg", true),
    ),
  ).toEqual(days);
  expect(complaintsAboutTerms({ ...terms, invoiceable: false }, on("sum_agg"))).toEqual({
    invoiceable: ["must_be_true_unless_pay_in_advance"],
  });
});
