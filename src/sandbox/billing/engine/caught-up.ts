import type { Billing } from "../billing.ts";

/** What happened because its time had come. */
export interface CaughtUp {
  /** Invoices that were finalised. */
  readonly invoices: number;
  /** Messages that were put on their way. */
  readonly webhooks: number;
}

/** For a billing state that was never used. */
export const NOTHING_DUE: CaughtUp = { invoices: 0, webhooks: 0 };

/** Does the work and counts what it made; nothing else may change the tables meanwhile. */
export function counted({ tables: { invoices, deliveries } }: Billing, work: () => void): CaughtUp {
  const look = () => ({
    invoices: invoices.filter(({ status }) => status === "finalized").length,
    webhooks: deliveries.all().length,
  });
  const before = look();
  work();
  const after = look();
  return { invoices: after.invoices - before.invoices, webhooks: after.webhooks - before.webhooks };
}
