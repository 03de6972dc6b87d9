import { expect, test } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import { lagoCalls } from "../../src/flows/lago-calls.ts";
import { verify } from "../../src/flows/verify/verify.ts";
import { lagoListOf } from "../../src/services/lago/kinds.ts";
import { unitPrice } from "../../src/services/lago/unit-price.ts";
import { BILLING } from "../support/lifecycle-world.ts";
import { seededBilling } from "../support/seeded-billing.ts";

/** The section about Lago, against the sandbox's billing API. */
async function proving() {
  const around = await seededBilling();
  const { billingPort = 0, billingKey = "" } = around.sandboxes[0]?.launch ?? {};
  const place = { port: billingPort, key: new Secret(billingKey), signal: new AbortController().signal };
  const calls = lagoCalls(around.world, place);
  const kinds = ["invoices", "subscriptions", "credit_notes", "fees", "wallets"];
  return {
    ...around,
    /** What billing leaves behind it, by kind. */
    kept: () => Promise.all(kinds.map((kind) => calls.all(`/${kind}`, kind))),
    async prove() {
      const { sections, counts } = await verify(around.tools, { sections: ["lago"] });
      const proofs = sections.flatMap((section) => section.proofs);
      const broken = proofs.filter(({ outcome }) => outcome === "broken");
      return { proofs, counts, broken: broken.map(({ id }) => id), said: broken.map(({ said }) => said) };
    },
  };
}

test("every thing of the document is proved by its name, and a usage event goes all the way to an invoice's line", async () => {
  const { prove, lago, kept } = await proving();
  const before = await lago.customers.list({});
  const listed = await kept();
  const { proofs, counts } = await prove();
  expect(counts).toEqual({ held: 30, broken: 0, skipped: 0 });
  expect(new Set(proofs.map(({ id }) => id)).size).toBe(30);
  expect(proofs.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      ...[
        "lago.key.wrong",
        "lago.plan.pro",
        "lago.metric.api_requests",
        "lago.customer.00000000-0000-0000-0000-000000000001",
      ],
      ...["lago.subscription.acme-voice", "lago.usage.twice", "lago.usage.invoice", "lago.usage.removed"],
    ]),
  );
  expect(await lago.customers.list({})).toEqual(before);
  expect(await kept()).toEqual(listed);
});

test("what somebody changed is broken under the name of the thing, and nothing else is", async () => {
  const { prove, lago, seed } = await proving();
  await lago.plans.update("free", { name: "Gratis" });
  await lago.billable_metrics.update("api_requests", { name: "Requests" });
  expect(await prove()).toMatchObject({
    broken: ["lago.metric.api_requests", "lago.plan.free"],
    said: ['name is "Requests", to be "API requests"', 'name is "Gratis", to be "Free"'],
  });
  await seed();
  expect((await prove()).broken).toEqual([]);
});

test("a price changed by hand is seen in the document's comparison and in what usage costs", async () => {
  const { prove, lago, seed } = await proving();
  const { plan: code } = unitPrice(JSON.parse(BILLING), 30) ?? expect.fail("no plan has such a price");
  const plan = await lago.plans.find(code);
  const charges = lagoListOf(plan?.charges).map(({ lago_id, lago_billable_metric_id, ...charge }) => ({
    ...{ ...charge, id: lago_id, billable_metric_id: lago_billable_metric_id },
    ...(charge.charge_model === "standard" ? { properties: { amount: "7" } } : {}),
  }));
  await lago.plans.update(code, { charges });
  const { broken, said } = await prove();
  expect(broken).toEqual([`lago.plan.${code}`, "lago.usage.current", "lago.usage.invoice"]);
  expect(said[1]).toMatch(/^it has 30 units for 21000 cents, not 30 for \d+$/);
  await seed();
  expect((await prove()).broken).toEqual([]);
});

test("a Lago that answers nobody is broken, not left out", async () => {
  const { prove, world } = await proving();
  world.servers.delete("http://127.0.0.1:63690");
  const { broken, said } = await prove();
  expect(broken).toContain("lago.organisation");
  expect(said[0]).toMatch(/ECONNREFUSED/);
});
