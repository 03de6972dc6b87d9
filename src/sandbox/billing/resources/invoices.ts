import { found, notAllowed, notFound } from "../api/fault.ts";
import { choice, isoSecond, objects, readGiven } from "../api/fields.ts";
import { narrowed, withMetadata } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { finalize, refreshed } from "../engine/invoices.ts";
import { customerOf } from "../engine/lookups.ts";
import { settlePurchase } from "../engine/wallets.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import { invoiceSummary, invoiceView } from "../views/invoice-view.ts";
import { readMetadata } from "./metadata.ts";
import { invoicesBy } from "./narrowings.ts";
import { voidInvoice } from "./void-invoice.ts";

const CHANGEABLE = { payment_status: choice(["pending", "succeeded", "failed"]), metadata: objects } as const;

const named = ({ tables }: Billing, call: Call): InvoiceRecord =>
  found(tables.invoices.get(param(call, "id")), "invoice");

const shown = (billing: Billing, invoice: InvoiceRecord) => ok({ invoice: invoiceView(billing, invoice) });

function list(billing: Billing, call: Call, externalId: string | null) {
  const owner = externalId === null ? undefined : customerOf(billing, externalId).lago_id;
  const mine = billing.tables.invoices.filter(({ customer_id }) => owner === undefined || customer_id === owner);
  const rows = narrowed(billing, call, { rows: withMetadata(call, mine), by: invoicesBy });
  return page(call, "invoices", { rows: newest(rows), show: (invoice) => invoiceSummary(billing, invoice) });
}

function update(billing: Billing, call: Call): InvoiceRecord {
  const { invoices, walletTransactions } = billing.tables;
  const invoice = named(billing, call);
  const { payment_status, metadata } = readGiven(CHANGEABLE, bodyOf(call, "invoice"));
  if (payment_status && invoice.status === "draft") throw notAllowed("payment_status_update_on_draft_invoice");
  const now = billing.clock.now();
  const kept = invoices.change(invoice, {
    ...(metadata === undefined ? {} : { metadata: readMetadata(billing, metadata, invoice.metadata) }),
    ...(payment_status ? { payment_status } : {}),
    updated_at: isoSecond(now),
  });
  if (!payment_status || payment_status === invoice.payment_status) return kept;
  if (payment_status === "succeeded")
    for (const one of walletTransactions.filter(
      (row) => row.invoice_id === invoice.lago_id && row.status === "pending",
    ))
      settlePurchase(billing, one, now);
  billing.emit("invoice.payment_status_updated", "invoice", invoiceView(billing, kept));
  return kept;
}

function finalizeDraft(billing: Billing, call: Call) {
  const invoice = named(billing, call);
  if (invoice.status !== "draft") throw notFound("invoice");
  return shown(billing, found(finalize(billing, invoice, billing.clock.now()), "invoice"));
}

/** Only what is not final yet can go without a trace. */
function discard(billing: Billing, call: Call) {
  const invoice = named(billing, call);
  if (invoice.status !== "draft") throw notAllowed("not_deletable");
  billing.tables.invoices.remove(invoice.lago_id);
  return shown(billing, invoice);
}

function refresh(billing: Billing, call: Call) {
  const invoice = named(billing, call);
  if (invoice.status !== "draft") return shown(billing, invoice);
  return shown(billing, billing.tables.invoices.put(refreshed(billing, invoice, billing.clock.now())));
}

/** The file stands ready at `file_url`. */
function download(billing: Billing, call: Call) {
  const invoice = named(billing, call);
  if (invoice.status !== "finalized") throw notFound("invoice");
  billing.emit("invoice.generated", "invoice", invoiceView(billing, invoice));
  return shown(billing, invoice);
}

/** What customers owe. */
export const invoiceRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/invoices",
    handle: (billing, call) => list(billing, call, call.query.get("external_customer_id")),
  },
  {
    method: "GET",
    path: "/customers/:customer/invoices",
    handle: (billing, call) => list(billing, call, param(call, "customer")),
  },
  { method: "GET", path: "/invoices/:id", handle: (billing, call) => shown(billing, named(billing, call)) },
  { method: "PUT", path: "/invoices/:id", handle: (billing, call) => shown(billing, update(billing, call)) },
  { method: "DELETE", path: "/invoices/:id", handle: discard },
  { method: "PUT", path: "/invoices/:id/finalize", handle: finalizeDraft },
  { method: "PUT", path: "/invoices/:id/refresh", handle: refresh },
  {
    method: "POST",
    path: "/invoices/:id/void",
    handle: (billing, call) => shown(billing, voidInvoice(billing, named(billing, call))),
  },
  { method: "POST", path: "/invoices/:id/download", handle: download },
];
