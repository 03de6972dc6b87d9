import { found, invalid, notAllowed } from "../api/fault.ts";
import { isoSecond } from "../api/fields.ts";
import { type Narrowing, narrowed } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord, StandaloneFeeRecord } from "../records/invoice.ts";
import { type FeeOwner, feeOwnerOf, feeView, standaloneOwner } from "../views/fee-view.ts";

interface Line {
  readonly owner: FeeOwner;
  readonly fee: FeeRecord;
  /** A line that is on no invoice can be changed by itself. */
  readonly standalone?: StandaloneFeeRecord;
}

function allLines({ tables }: Billing): readonly Line[] {
  const onInvoices = tables.invoices.all().flatMap((invoice) => {
    const owner = feeOwnerOf(invoice);
    return invoice.fees.map((fee) => ({ owner, fee }));
  });
  const alone = tables.standaloneFees.filter(({ deleted }) => deleted !== true);
  return [...onInvoices, ...alone.map((fee) => ({ owner: standaloneOwner(fee), fee, standalone: fee }))].toSorted(
    (a, b) => (a.owner.created_at ?? "").localeCompare(b.owner.created_at ?? ""),
  );
}

const isAfter = (time: string | null, wanted: string): boolean => Date.parse(time ?? "") >= Date.parse(wanted);
const isBefore = (time: string | null, wanted: string): boolean => Date.parse(time ?? "") <= Date.parse(wanted);

/** What a list can be narrowed by. */
const linesBy: Narrowing<Line> = {
  fee_type: ({ fee }, wanted) => fee.type === wanted,
  currency: ({ owner }, wanted) => owner.currency === wanted,
  payment_status: ({ owner }, wanted) => owner.payment_status === wanted,
  billable_metric_code: ({ fee }, wanted) => fee.type === "charge" && fee.item.code === wanted,
  event_transaction_id: ({ fee }, wanted) => fee.event_transaction_id === wanted,
  external_customer_id: ({ owner }, wanted, { tables }) =>
    tables.customers.get(owner.customerId)?.external_id === wanted,
  external_subscription_id: ({ fee }, wanted, { tables }) =>
    tables.subscriptions.get(fee.subscription_id ?? "")?.external_id === wanted,
  created_at_from: ({ owner }, wanted) => isAfter(owner.created_at, wanted),
  created_at_to: ({ owner }, wanted) => isBefore(owner.created_at, wanted),
  succeeded_at_from: ({ owner }, wanted) => isAfter(owner.succeeded_at, wanted),
  succeeded_at_to: ({ owner }, wanted) => isBefore(owner.succeeded_at, wanted),
  failed_at_from: ({ owner }, wanted) => isAfter(owner.failed_at, wanted),
  failed_at_to: ({ owner }, wanted) => isBefore(owner.failed_at, wanted),
  refunded_at_from: ({ owner }, wanted) => isAfter(owner.refunded_at, wanted),
  refunded_at_to: ({ owner }, wanted) => isBefore(owner.refunded_at, wanted),
};

const named = (billing: Billing, call: Call): Line =>
  found(
    allLines(billing).find(({ fee }) => fee.lago_id === param(call, "id")),
    "fee",
  );

const shown = (billing: Billing, { owner, fee }: Line) => ok({ fee: feeView(billing, owner, fee) });

function standaloneOf({ standalone }: Line): StandaloneFeeRecord {
  if (standalone === undefined) throw notAllowed("invoiced_fee");
  return standalone;
}

const STATUSES = ["pending", "succeeded", "failed", "refunded"] as const;

/** A line that is on no invoice is paid by its own status. */
function changed(billing: Billing, call: Call): StandaloneFeeRecord {
  const fee = standaloneOf(named(billing, call));
  const wanted = bodyOf(call, "fee").payment_status;
  const payment_status = STATUSES.find((status) => status === wanted);
  if (payment_status === undefined) throw invalid({ payment_status: ["value_is_invalid"] });
  const now = isoSecond(billing.clock.now());
  const since = (status: (typeof STATUSES)[number]) => (payment_status === status ? now : null);
  return billing.tables.standaloneFees.change(fee, {
    payment_status,
    succeeded_at: since("succeeded"),
    failed_at: since("failed"),
    refunded_at: since("refunded"),
  });
}

/** The lines of invoices, and those that are on none. */
export const feeRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/fees",
    handle: (billing, call) => {
      const rows = narrowed(billing, call, { rows: allLines(billing), by: linesBy });
      return page(call, "fees", { rows: newest(rows), show: ({ owner, fee }) => feeView(billing, owner, fee) });
    },
  },
  { method: "GET", path: "/fees/:id", handle: (billing, call) => shown(billing, named(billing, call)) },
  {
    method: "PUT",
    path: "/fees/:id",
    handle: (billing, call) => {
      const fee = changed(billing, call);
      return shown(billing, { owner: standaloneOwner(fee), fee });
    },
  },
  {
    method: "DELETE",
    path: "/fees/:id",
    handle: (billing, call) => {
      const line = named(billing, call);
      billing.tables.standaloneFees.change(standaloneOf(line), { deleted: true });
      return shown(billing, line);
    },
  },
];
