import { expect, test } from "vitest";
import { withPlans } from "../support/billing-plans.ts";

const AT = "2026-11-01T00:00:00Z";

test("what a voided invoice drew from a wallet that has ended since does not come back", async () => {
  const { ask, subscribe } = await withPlans(AT);
  const wallet = { external_customer_id: "acme", rate_amount: "1", currency: "USD", granted_credits: "10" };
  const { lago_id } = (await ask("POST", "/wallets", { wallet })).body.wallet;
  await subscribe("plus");
  await ask("DELETE", `/wallets/${lago_id}`);
  const [invoice] = (await ask("GET", "/invoices")).body.invoices;
  expect((await ask("POST", `/invoices/${invoice.lago_id}/void`)).body.invoice.status).toBe("voided");
  expect((await ask("GET", `/wallets/${lago_id}`)).body.wallet).toMatchObject({
    balance_cents: 0,
    status: "terminated",
  });
});
