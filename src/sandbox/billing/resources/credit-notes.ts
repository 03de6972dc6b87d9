import { found, invalid, notAllowed } from "../api/fault.ts";
import {
  cents,
  choice,
  isObject,
  isoSecond,
  object,
  or,
  readFields,
  readGiven,
  required,
  text,
} from "../api/fields.ts";
import { narrowed } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { customerOf } from "../engine/lookups.ts";
import { makeCreditNote } from "../engine/unused-days.ts";
import { type CreditNoteRecord, REASONS } from "../records/credit-note.ts";
import { creditNoteView } from "../views/credit-note-view.ts";
import { estimateView, limitsOf, readItems } from "./credit-note-limits.ts";
import { creditNotesBy } from "./narrowings.ts";

const FIELDS = {
  invoice_id: required(text),
  reason: or(choice(REASONS), "other"),
  description: text,
  credit_amount_cents: or(cents, 0),
  refund_amount_cents: or(cents, 0),
  metadata: object,
} as const;

const CHANGEABLE = { refund_status: choice(["pending", "succeeded", "failed"]), metadata: object } as const;

const named = ({ tables }: Billing, call: Call): CreditNoteRecord =>
  found(tables.creditNotes.get(param(call, "id")), "credit_note");

const shown = (billing: Billing, note: CreditNoteRecord) => ok({ credit_note: creditNoteView(billing, note) });

function made(billing: Billing, input: Readonly<Record<string, unknown>>): CreditNoteRecord {
  const fields = readFields(FIELDS, input);
  const invoice = found(billing.tables.invoices.get(fields.invoice_id), "invoice");
  if (invoice.status !== "finalized") throw notAllowed("invalid_type_or_status");
  const items = readItems(billing, invoice, input.items);
  const limits = limitsOf(billing, invoice, items);
  const { credit_amount_cents, refund_amount_cents, reason, description, metadata } = fields;
  const total = credit_amount_cents + refund_amount_cents;
  if (refund_amount_cents > limits.refundable)
    throw invalid({ refund_amount_cents: ["higher_than_remaining_invoice_amount"] });
  if (total !== limits.total) throw invalid({ base: ["does_not_match_item_amounts"] });
  return makeCreditNote(billing, invoice, {
    at: billing.clock.now(),
    reason,
    description,
    items,
    amounts: limits,
    credit_cents: credit_amount_cents,
    refund_cents: refund_amount_cents,
    metadata,
  });
}

function voided({ tables, clock }: Billing, note: CreditNoteRecord): CreditNoteRecord {
  if (note.credit_status !== "available" || note.balance_cents === 0) throw notAllowed("no_voidable_amount");
  const updated_at = isoSecond(clock.now());
  return tables.creditNotes.change(note, { credit_status: "voided", balance_cents: 0, updated_at });
}

function changed(billing: Billing, call: Call): CreditNoteRecord {
  const note = named(billing, call);
  const { refund_status, metadata } = readGiven(CHANGEABLE, bodyOf(call, "credit_note"));
  return billing.tables.creditNotes.change(note, {
    ...(refund_status && note.refund_status !== null ? { refund_status } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    updated_at: isoSecond(billing.clock.now()),
  });
}

function list(billing: Billing, call: Call, externalId: string | null) {
  const owner = externalId === null ? undefined : customerOf(billing, externalId).lago_id;
  const mine = billing.tables.creditNotes.filter(({ customer_id }) => owner === undefined || customer_id === owner);
  const rows = narrowed(billing, call, { rows: mine, by: creditNotesBy });
  return page(call, "credit_notes", { rows: newest(rows), show: (note) => creditNoteView(billing, note) });
}

function estimate(billing: Billing, call: Call) {
  const input = bodyOf(call, "credit_note");
  const invoice = found(billing.tables.invoices.get(String(input.invoice_id ?? "")), "invoice");
  const items = readItems(billing, invoice, isObject(input) ? input.items : []);
  const limits = limitsOf(billing, invoice, items);
  return ok({ estimated_credit_note: estimateView(billing, invoice, { items, limits }) });
}

/** Money that is given back. */
export const creditNoteRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/credit_notes",
    handle: (billing, call) => list(billing, call, call.query.get("external_customer_id")),
  },
  {
    method: "GET",
    path: "/customers/:customer/credit_notes",
    handle: (billing, call) => list(billing, call, param(call, "customer")),
  },
  { method: "POST", path: "/credit_notes/estimate", handle: estimate },
  { method: "GET", path: "/credit_notes/:id", handle: (billing, call) => shown(billing, named(billing, call)) },
  {
    method: "POST",
    path: "/credit_notes",
    handle: (billing, call) => shown(billing, made(billing, bodyOf(call, "credit_note"))),
  },
  { method: "PUT", path: "/credit_notes/:id", handle: (billing, call) => shown(billing, changed(billing, call)) },
  {
    method: "POST",
    path: "/credit_notes/:id/download",
    handle: (billing, call) => {
      const note = named(billing, call);
      billing.emit("credit_note.generated", "credit_note", creditNoteView(billing, note));
      return shown(billing, note);
    },
  },
  {
    method: "PUT",
    path: "/credit_notes/:id/void",
    handle: (billing, call) => shown(billing, voided(billing, named(billing, call))),
  },
];
