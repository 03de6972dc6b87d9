import { afterEach, expect, test } from "vitest";
import { nodeHash } from "../../src/adapters/hash.ts";
import { billingId } from "../../src/domain/name-based-id.ts";
import { startBilling, type TestBilling } from "../support/billing.ts";
import { fillBilling } from "../support/billing-fixture.ts";

const opened: TestBilling[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((billing) => billing.close()));
});

const filled = async () => {
  const billing = await startBilling("2026-03-10T00:00:00Z");
  opened.push(billing);
  const { metric, plan, customer, subscription, endpoint } = await fillBilling(billing);
  await billing.moveTo("2026-05-02T00:00:00Z");
  const { organization } = (await billing.ask("GET", "/organizations")).body;
  const { invoices } = (await billing.ask("GET", "/invoices")).body;
  return {
    billing,
    named: [organization, metric, plan, customer, subscription, endpoint].map(({ lago_id }) => lago_id),
    invoices: invoices.map((invoice: { lago_id: string; number: string }) => [invoice.number, invoice.lago_id]),
  };
};

test("two servers that live through the same things give the same ids and invoice numbers", async () => {
  const [one, other] = [await filled(), await filled()];
  expect(one.named).toEqual(other.named);
  expect(new Set(one.named).size).toBe(6);
  expect(one.invoices.length).toBeGreaterThanOrEqual(3);
  expect(one.invoices).toEqual(other.invoices);
  expect(new Set(one.invoices.map(([, id]: readonly [string, string]) => id)).size).toBe(one.invoices.length);
});

test("the id of a thing follows from its name alone and is a UUID", async () => {
  const { named } = await filled();
  expect(named[3]).toBe(billingId(nodeHash.sha256, "customers", "acme"));
  for (const id of named) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
});

test("a customer that comes after a deleted one of that name is another one", async () => {
  const { billing, named } = await filled();
  await billing.ask("DELETE", "/customers/acme");
  const again = await billing.ask("POST", "/customers", { customer: { external_id: "acme" } });
  expect(again.body.customer.lago_id).toBe(billingId(nodeHash.sha256, "customers", "acme#2"));
  expect(again.body.customer.lago_id).not.toBe(named[3]);
});
