import { expect, onTestFinished } from "vitest";
import { startBilling } from "./billing.ts";

const wallet = { external_customer_id: "acme", rate_amount: "1", currency: "USD" };

/** A billing API at an instant, with a wallet of the customer `acme`; a credit is worth a dollar. */
export async function withWallet(at: string, more: object, customer: object = {}) {
  const billing = await startBilling(at);
  onTestFinished(async () => {
    await billing.close();
    expect(billing.failures).toEqual([]);
  });
  const { ask } = billing;
  await ask("POST", "/customers", { customer: { external_id: "acme", currency: "USD", ...customer } });
  const made = await ask("POST", "/wallets", { wallet: { ...wallet, ...more } });
  expect(made.status).toBe(200);
  const { lago_id } = made.body.wallet;
  return {
    billing,
    ask,
    lago_id,
    made: made.body.wallet,
    read: async () => (await ask("GET", `/wallets/${lago_id}`)).body.wallet,
    put: (fields: object) => ask("PUT", `/wallets/${lago_id}`, { wallet: fields }),
    /** Movements, the oldest first: when, by what, and how many credits. */
    movements: async () =>
      (await ask("GET", `/wallets/${lago_id}/wallet_transactions?per_page=100`)).body.wallet_transactions
        .toReversed()
        .map((one: Record<string, string>) => [one.created_at, one.source, one.transaction_status, one.amount]),
    spend: (voided_credits: string) =>
      ask("POST", "/wallet_transactions", { wallet_transaction: { wallet_id: lago_id, voided_credits } }),
  };
}
