import { type TaxTotals, taxesOfBill } from "../../../domain/billing/taxes.ts";
import type { FeeRecord, InvoiceRecord } from "../records/invoice.ts";

/** What is to be given back of a line, before taxes. */
export interface ReturnedItem {
  readonly fee_id: string;
  readonly amount_cents: number;
}

/** What lines come to that are given back: less the coupons that had lowered them, and with their taxes. */
export interface ReturnedAmounts {
  readonly coupons: number;
  readonly beforeTaxes: number;
  readonly taxes: TaxTotals;
  readonly total: number;
}

export function returnedAmounts(invoice: InvoiceRecord, items: readonly ReturnedItem[]): ReturnedAmounts {
  const lines = items.flatMap(({ fee_id, amount_cents }) => {
    const fee = invoice.fees.find(({ lago_id }) => lago_id === fee_id);
    return fee === undefined ? [] : [lineOf(fee, amount_cents)];
  });
  const taxes = taxesOfBill(lines);
  const coupons = lines.reduce((sum, line) => sum + line.coupons, 0);
  const beforeTaxes = lines.reduce((sum, { cents }) => sum + cents, 0);
  return { coupons, beforeTaxes, taxes, total: beforeTaxes + taxes.cents };
}

function lineOf({ amount_cents: whole, coupon_cents, taxes = [] }: FeeRecord, amount: number) {
  const coupons = whole === 0 ? 0 : Math.round((coupon_cents * amount) / whole);
  return { coupons, cents: amount - coupons, taxes: taxes.map(({ tax_id, rate }) => ({ id: tax_id, rate })) };
}
