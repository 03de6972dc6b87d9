import fc from "fast-check";
import { expect, test } from "vitest";
import { startBilling } from "../support/billing.ts";
import { feesNaively } from "../support/naive-life.ts";

const ZONES = ["UTC", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "America/Sao_Paulo"];

const life = fc.record({
  zone: fc.constantFrom(...ZONES),
  interval: fc.constantFrom("weekly" as const, "monthly" as const, "quarterly" as const),
  billingTime: fc.constantFrom("calendar" as const, "anniversary" as const),
  inAdvance: fc.boolean(),
  amountCents: fc.integer({ min: 1, max: 100_000 }),
  start: fc.date({ min: new Date("2027-01-01T00:00:00Z"), max: new Date("2028-03-02T00:00:00Z"), noInvalidDate: true }),
  hours: fc.integer({ min: 1, max: 200 * 24 }),
});

const localDate = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(ms);

test("over any life, in any time zone, the fees are those that walking through its days gives", async () => {
  await fc.assert(
    fc.asyncProperty(life, async ({ zone, interval, billingTime, inAdvance, amountCents, start, hours }) => {
      const begin = Math.floor(start.getTime() / 1000) * 1000;
      const end = begin + hours * 3_600_000;
      const billing = await startBilling(new Date(begin).toISOString());
      try {
        await billing.ask("POST", "/customers", { customer: { external_id: "a", timezone: zone } });
        const price = { amount_cents: amountCents, amount_currency: "USD", pay_in_advance: inAdvance };
        await billing.ask("POST", "/plans", { plan: { name: "p", code: "p", interval, ...price } });
        const subscription = { external_customer_id: "a", plan_code: "p", external_id: "s", billing_time: billingTime };
        await billing.ask("POST", "/subscriptions", { subscription });
        await billing.moveTo(new Date(end).toISOString());
        const { body } = await billing.ask("GET", "/invoices?per_page=1000");
        const fees = body.invoices.map((one: { fees_amount_cents: number }) => one.fees_amount_cents).toReversed();
        const dates = { first: localDate(begin, zone), today: localDate(end, zone) };
        expect(fees).toEqual(feesNaively({ interval, billingTime, inAdvance, amountCents, ...dates }));
        expect(billing.failures).toEqual([]);
      } finally {
        await billing.close();
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
