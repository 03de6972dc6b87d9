import { describe, expect, test } from "vitest";
import { seededBilling } from "../support/seeded-billing.ts";

const ACME = "00000000-0000-0000-0000-000000000001";

describe("what Lago does not let go", () => {
  test("a subscribed plan keeps its period and a priced metric its field; the rest is written, and up says what stays", async () => {
    const { rewrite, seed, up, lago, lines, written } = await seededBilling();
    written();
    rewrite((document) => {
      Object.assign(document.plans[2], { interval: "weekly", name: "Pro 2" });
      document.billable_metrics[1].field_name = "minutes";
    });
    const report = await seed();
    expect(report.changes).toEqual([
      {
        ...{ kind: "billable_metric", key: "audio_minutes_input", do: "blocked" },
        why: 'field_name stays "duration_minutes": a plan prices it',
      },
      {
        ...{ kind: "plan", key: "pro", do: "update", why: 'name is "Pro", to be "Pro 2"' },
        fields: [{ field: "name", have: '"Pro"', want: '"Pro 2"' }],
      },
      { kind: "plan", key: "pro", do: "blocked", why: 'interval stays "monthly": it has subscriptions' },
    ]);
    expect(report).toMatchObject({ written: 1, counts: { blocked: 2, updated: 1 } });
    expect(written()).toEqual(["PUT /plans/pro"]);
    expect(await lago.plans.find("pro")).toMatchObject({ name: "Pro 2", interval: "monthly" });
    expect((await up()).plan).toEqual([]);
    expect(lines).toContain('note plan pro cannot be changed: interval stays "monthly": it has subscriptions');
  });

  test("a plan that nobody is on takes everything", async () => {
    const { rewrite, seed, lago } = await seededBilling();
    rewrite((document) => Object.assign(document.plans[1], { interval: "weekly" }));
    expect((await seed()).counts).toMatchObject({ updated: 1, blocked: 0 });
    expect(await lago.plans.find("starter")).toMatchObject({ interval: "weekly" });
  });

  test("a customer that is billed in one currency, and another one's subscription, stay as they are", async () => {
    const { rewrite, seed, written } = await seededBilling();
    rewrite((document) => {
      document.customers[1].currency = "EUR";
      Object.assign(document.subscriptions[2], { external_customer_id: ACME, plan_code: "starter" });
    });
    written();
    expect(await seed()).toMatchObject({
      written: 0,
      changes: [
        { kind: "customer", key: ACME, do: "blocked", why: expect.stringContaining('currency stays "USD"') },
        {
          kind: "subscription",
          key: "demo-company",
          do: "blocked",
          why: expect.stringContaining("external_customer_id"),
        },
      ],
    });
    expect(written()).toEqual([]);
  });
});
