import fc from "fast-check";
import { expect, test } from "vitest";
import { startBilling, type TestBilling } from "../support/billing.ts";
import { anyPrices } from "../support/billing-arbitraries.ts";
import { advancesNaively, type NaiveAdvance } from "../support/naive-advance.ts";
import { countedNaively, NAIVE_AGGREGATIONS, type NaiveAggregation, pricedNaively } from "../support/naive-billing.ts";
import { periodsNaively } from "../support/naive-life.ts";

const ZONES = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "America/Sao_Paulo"];
const MODELS = ["standard", "graduated", "package", "percentage", "volume"] as const;
const ADVANCE: readonly NaiveAggregation[] = ["count_agg", "sum_agg", "unique_count_agg"];

/** Every model on every aggregation, behind and, where Lago allows it, at once. */
const CASES = MODELS.flatMap((model) =>
  NAIVE_AGGREGATIONS.flatMap((aggregation) => {
    const isAdvance = model !== "volume" && ADVANCE.includes(aggregation);
    return (isAdvance ? [false, true] : [false]).map((inAdvance) => ({ model, aggregation, inAdvance }));
  }),
);

const HOURS = 120 * 24;

const anyLife = fc.record({
  zone: fc.constantFrom(...ZONES),
  interval: fc.constantFrom("weekly" as const, "monthly" as const, "quarterly" as const),
  billingTime: fc.constantFrom("calendar" as const, "anniversary" as const),
  prices: fc.record(anyPrices),
  // Around the ends of months, and where clocks change.
  start: fc.constantFrom("2027-01-31", "2027-02-28", "2027-03-13", "2027-10-30", "2028-01-30", "2028-02-29"),
  hour: fc.integer({ min: 0, max: 23 }),
  events: fc.array(
    fc.record({
      hours: fc.integer({ min: 0, max: HOURS }),
      v: fc.integer({ min: 0, max: 9_000 }).map((thousandths) => thousandths / 1000),
      operation_type: fc.constantFrom("add", "add", "remove"),
    }),
    { maxLength: 15 },
  ),
});

type Life = typeof anyLife extends fc.Arbitrary<infer T> ? T : never;

type Case = (typeof CASES)[number];

const localDate = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(ms);

const measuredOf = ({ events }: Life, begin: number) =>
  events
    .toSorted((a, b) => a.hours - b.hours)
    .map(({ hours, v, operation_type }) => ({
      timestamp: begin + hours * 3_600_000,
      properties: { v, operation_type },
    }));

/** The charge's lines in cents, in the order in which they are billed. */
function linesNaively({ aggregation, model, inAdvance }: Case, life: Life, begin: number): readonly number[] {
  const { zone, interval, billingTime, prices } = life;
  const end = begin + HOURS * 3_600_000;
  const dates = { first: localDate(begin, zone), today: localDate(end, zone) };
  const periods = periodsNaively({ interval, billingTime, inAdvance: false, amountCents: 0, ...dates });
  const of: NaiveAdvance = { aggregation, model, prices: prices[model] };
  return periods.flatMap((period) => {
    const mine = measuredOf(life, begin).filter(({ timestamp }) => {
      const day = localDate(timestamp, zone);
      return day >= period.start && day < period.end;
    });
    if (inAdvance) return advancesNaively(of, mine);
    const usage = countedNaively(aggregation, mine);
    const isLine = period.end <= dates.today && (usage.events > 0 || usage.thousandths > 0);
    return isLine ? [pricedNaively(model, of.prices, usage)] : [];
  });
}

/** Subscribes a customer to every case at once; tells the id of each one's charge. */
async function subscribe({ ask }: TestBilling, life: Life): Promise<readonly string[]> {
  const ids = new Map<NaiveAggregation, string>();
  for (const aggregation_type of NAIVE_AGGREGATIONS) {
    const billable_metric = { name: aggregation_type, code: aggregation_type, aggregation_type, field_name: "v" };
    const { body } = await ask("POST", "/billable_metrics", { billable_metric });
    ids.set(aggregation_type, body.billable_metric.lago_id);
  }
  const charges = CASES.map(({ aggregation, model, inAdvance }) => ({
    billable_metric_id: ids.get(aggregation),
    charge_model: model,
    properties: life.prices[model],
    pay_in_advance: inAdvance,
  }));
  const price = { interval: life.interval, amount_cents: 0, amount_currency: "USD" };
  const made = await ask("POST", "/plans", { plan: { name: "p", code: "p", ...price, charges } });
  expect(made.status).toBe(200);
  await ask("POST", "/customers", { customer: { external_id: "a", timezone: life.zone } });
  const subscription = { external_customer_id: "a", plan_code: "p", external_id: "s", billing_time: life.billingTime };
  await ask("POST", "/subscriptions", { subscription });
  return made.body.plan.charges.map(({ lago_id }: { lago_id: string }) => lago_id);
}

async function use({ ask }: TestBilling, life: Life, begin: number): Promise<void> {
  const events = measuredOf(life, begin);
  for (const code of NAIVE_AGGREGATIONS) {
    const facts = events.map(({ timestamp, properties }, at) => ({
      ...{ transaction_id: `${code}-${at}`, external_subscription_id: "s", code },
      ...{ timestamp: timestamp / 1000, properties },
    }));
    if (facts.length > 0) expect((await ask("POST", "/events/batch", { events: facts })).status).toBe(200);
  }
}

interface Fee {
  readonly lago_charge_id: string;
  readonly amount_cents: number;
}

test("over any life, every model on every aggregation comes to the cent, at once and behind", async () => {
  await fc.assert(
    fc.asyncProperty(anyLife, async (life) => {
      const begin = Date.parse(`${life.start}T00:00:00Z`) + life.hour * 3_600_000;
      const billing = await startBilling(new Date(begin).toISOString());
      try {
        const charges = await subscribe(billing, life);
        await use(billing, life, begin);
        await billing.moveTo(new Date(begin + HOURS * 3_600_000).toISOString());
        const fees: Fee[] = (await billing.ask("GET", "/fees?fee_type=charge&per_page=10000")).body.fees.toReversed();
        for (const [at, one] of CASES.entries()) {
          const mine = fees.filter(({ lago_charge_id }) => lago_charge_id === charges[at]);
          expect(
            mine.map(({ amount_cents }) => amount_cents),
            JSON.stringify(one),
          ).toEqual(linesNaively(one, life, begin));
        }
        expect(billing.failures).toEqual([]);
      } finally {
        await billing.close();
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
