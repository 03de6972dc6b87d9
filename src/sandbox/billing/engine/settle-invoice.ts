import { type SettledFee, type Settlement, settle } from "../../../domain/billing/settlement.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { AppliedCouponRecord } from "../records/coupon.ts";
import type { CreditRecord, FeeRecord, InvoiceRecord } from "../records/invoice.ts";
import { taxedBill, taxedFee, taxesById } from "./fee-taxes.ts";
import { noteBalance } from "./top-up-rules.ts";
import { settleTransaction } from "./wallets.ts";

type Draft = Pick<InvoiceRecord, "lago_id" | "customer_id" | "currency" | "fees">;

/** What an invoice comes to with what its customer has in hand; nothing is used up yet. */
export function settlementOf(billing: Billing, { customer_id, currency, fees }: Draft): Settlement {
  const { appliedCoupons, creditNotes, wallets } = billing.tables;
  const mine = <T extends { readonly customer_id: string }>(row: T) => row.customer_id === customer_id;
  const notes = creditNotes.filter(
    (note) => mine(note) && note.credit_status === "available" && note.currency === currency,
  );
  const purses = wallets
    .filter((wallet) => mine(wallet) && wallet.status === "active" && wallet.currency === currency)
    .toSorted((a, b) => a.priority - b.priority);
  return settle(fees.map(settledFee), {
    coupons: appliedCoupons
      .filter((applied) => mine(applied) && applied.status === "active")
      .filter((applied) => applied.percentage_rate !== null || applied.amount_currency === currency)
      .map((applied) => couponRight(billing, applied)),
    creditNotes: notes.map((note) => ({ id: note.lago_id, cents: note.balance_cents })),
    wallets: purses.map((wallet) => ({ id: wallet.lago_id, cents: wallet.balance_cents })),
  });
}

const settledFee = ({ amount_cents, plan_code, item, type, taxes = [] }: FeeRecord): SettledFee => ({
  amountCents: amount_cents,
  taxes: taxes.map(({ tax_id, rate }) => ({ id: tax_id, rate })),
  planCode: plan_code ?? undefined,
  metricCode: type === "charge" ? item.code : undefined,
});

function couponRight({ tables }: Billing, applied: AppliedCouponRecord) {
  const coupon = tables.coupons.get(applied.coupon_id);
  const remaining = applied.frequency === "once" ? applied.amount_cents_remaining : applied.amount_cents;
  return {
    id: applied.lago_id,
    percentageRate: applied.percentage_rate,
    remainingCents: remaining,
    planCodes: coupon?.plan_codes ?? [],
    metricCodes: coupon?.metric_codes ?? [],
  };
}

/** Uses up what the settlement draws on and gives the invoice its amounts. */
export function applySettlement<T extends Draft>(billing: Billing, draft: T, at: number) {
  const settled = settlementOf(billing, draft);
  const coupons = settled.coupons.map(({ id, cents }) => useCoupon(billing, id, { cents, at }));
  const notes = settled.creditNotes.map(({ id, cents }) => useCreditNote(billing, id, { cents, at }));
  for (const { id, cents } of settled.wallets) {
    settleTransaction(billing, id, { transaction_status: "invoiced", cents, at, invoice_id: draft.lago_id });
    noteBalance(billing, id, at);
  }
  const sum = (credits: readonly CreditRecord[]) =>
    credits.reduce((total, { amount_cents }) => total + amount_cents, 0);
  const fees = draft.fees.map((fee, index) => {
    const taxes = taxesById(
      billing,
      (fee.taxes ?? []).map(({ tax_id }) => tax_id),
    );
    return taxedFee(billing, { ...fee, coupon_cents: settled.couponShares[index] ?? 0 }, taxes);
  });
  return {
    ...taxedBill(billing, { ...draft, fees }),
    credits: [...coupons, ...notes],
    coupons_cents: sum(coupons),
    credit_notes_cents: sum(notes),
    prepaid_cents: settled.wallets.reduce((total, { cents }) => total + cents, 0),
    total_cents: settled.totalCents,
  };
}

interface Use {
  readonly cents: number;
  readonly at: number;
}

function useCoupon(billing: Billing, id: string, { cents, at }: Use): CreditRecord {
  const { appliedCoupons, coupons } = billing.tables;
  const applied = appliedCoupons.get(id);
  const coupon = coupons.get(applied?.coupon_id ?? "");
  if (applied !== undefined) {
    const left = { ...applied, ...whatRemains(applied, cents) };
    const isOver = isUsedUp(left);
    appliedCoupons.put({ ...left, ...(isOver ? { status: "terminated", terminated_at: isoSecond(at) } : {}) });
  }
  const { code = "", name = "" } = coupon ?? {};
  return { lago_id: billing.newId(), type: "coupon", item_id: coupon?.lago_id ?? id, code, name, amount_cents: cents };
}

function whatRemains(applied: AppliedCouponRecord, cents: number): Partial<AppliedCouponRecord> {
  if (applied.frequency === "recurring")
    return { frequency_duration_remaining: Math.max(0, (applied.frequency_duration_remaining ?? 0) - 1) };
  return applied.amount_cents_remaining === null
    ? {}
    : { amount_cents_remaining: Math.max(0, applied.amount_cents_remaining - cents) };
}

function isUsedUp({
  frequency,
  percentage_rate,
  amount_cents_remaining,
  frequency_duration_remaining,
}: AppliedCouponRecord): boolean {
  if (frequency === "forever") return false;
  return frequency === "recurring"
    ? frequency_duration_remaining === 0
    : percentage_rate !== null || amount_cents_remaining === 0;
}

function useCreditNote(billing: Billing, id: string, { cents, at }: Use): CreditRecord {
  const { creditNotes } = billing.tables;
  const note = creditNotes.get(id);
  if (note !== undefined) {
    const balance_cents = note.balance_cents - cents;
    const credit_status = balance_cents === 0 ? "consumed" : "available";
    creditNotes.change(note, { balance_cents, credit_status, updated_at: isoSecond(at) });
  }
  const code = note?.number ?? "";
  return { lago_id: billing.newId(), type: "credit_note", item_id: id, code, name: code, amount_cents: cents };
}
