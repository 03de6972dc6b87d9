import { notFound } from "../api/fault.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord, InvoiceRecord } from "../records/invoice.ts";
import { feeView } from "../views/fee-view.ts";

interface Line {
  readonly invoice: InvoiceRecord;
  readonly fee: FeeRecord;
}

const allLines = ({ tables }: Billing): readonly Line[] =>
  tables.invoices.all().flatMap((invoice) => invoice.fees.map((fee) => ({ invoice, fee })));

/** What a list can be narrowed by. */
const FILTERS: Readonly<Record<string, (billing: Billing, line: Line, wanted: string) => boolean>> = {
  fee_type: (_, { fee }, wanted) => fee.type === wanted,
  currency: (_, { invoice }, wanted) => invoice.currency === wanted,
  payment_status: (_, { invoice }, wanted) => invoice.payment_status === wanted,
  billable_metric_code: (_, { fee }, wanted) => fee.type === "charge" && fee.item.code === wanted,
  external_customer_id: ({ tables }, { invoice }, wanted) =>
    tables.customers.get(invoice.customer_id)?.external_id === wanted,
  external_subscription_id: ({ tables }, { fee }, wanted) =>
    tables.subscriptions.get(fee.subscription_id ?? "")?.external_id === wanted,
};

/** The lines of invoices. */
export const feeRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/fees",
    handle: (billing, call) => {
      const wanted = Object.entries(FILTERS).flatMap(([name, fits]) => {
        const value = call.query.get(name);
        return value === null ? [] : [(line: Line) => fits(billing, line, value)];
      });
      const rows = allLines(billing).filter((line) => wanted.every((fits) => fits(line)));
      return page(call, "fees", { rows: newest(rows), show: ({ invoice, fee }) => feeView(billing, invoice, fee) });
    },
  },
  {
    method: "GET",
    path: "/fees/:id",
    handle: (billing, call) => {
      const line = allLines(billing).find(({ fee }) => fee.lago_id === param(call, "id"));
      if (line === undefined) throw notFound("fee");
      return ok({ fee: feeView(billing, line.invoice, line.fee) });
    },
  },
];
