import { type TaxShare, type TaxTotals, taxesOfBill, taxesOfLine } from "../../../domain/billing/taxes.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord, InvoiceRecord } from "../records/invoice.ts";
import type { AppliedTaxRecord, TaxRecord } from "../records/tax.ts";
import { customerById, planById } from "./lookups.ts";

/** The taxes that a line is under: the first of its own, its add-on's or charge's, its plan's, its customer's and the organization's that there are. */
export function taxesFor(billing: Billing, fee: FeeRecord, customerId: string): readonly TaxRecord[] {
  if (fee.type === "credit") return [];
  const { tables } = billing;
  const places = [fee.tax_ids, ...ofItem(billing, fee), customerById(billing, customerId).tax_ids];
  const chosen = places.map((ids) => taxesById(billing, ids ?? [])).find((taxes) => taxes.length > 0);
  return chosen ?? tables.taxes.filter(({ applied_to_organization }) => applied_to_organization);
}

/** The taxes of these ids that are still there. */
export const taxesById = ({ tables }: Billing, ids: readonly string[]): readonly TaxRecord[] =>
  ids.flatMap((id) => tables.taxes.get(id) ?? []);

type Ids = readonly string[] | undefined;

function ofItem(billing: Billing, fee: FeeRecord): readonly Ids[] {
  if (fee.type === "add_on") return [billing.tables.addOns.get(fee.item.id)?.tax_ids];
  const subscription = billing.tables.subscriptions.get(fee.subscription_id ?? "");
  if (subscription === undefined) return [];
  const plan = planById(billing, subscription.plan_id);
  return [plan.charges.find(({ lago_id }) => lago_id === fee.charge_id)?.tax_ids, plan.tax_ids];
}

/** A line with its taxes on what coupons left of it. */
export function taxedFee<T extends FeeRecord>(billing: Billing, fee: T, taxes: readonly TaxRecord[]): T {
  const totals = taxesOfLine({ cents: fee.amount_cents - fee.coupon_cents, taxes: taxes.map(rateOf) });
  return { ...fee, ...taxFields(billing, totals, taxes) };
}

const rateOf = ({ lago_id, rate }: TaxRecord) => ({ id: lago_id, rate });

/** A bill whose lines have their taxes, with those of the whole. */
export function taxedBill<T extends Pick<InvoiceRecord, "fees">>(billing: Billing, bill: T): T & TaxFields {
  return { ...bill, ...taxFields(billing, taxesOfBill(bill.fees.map(taxedLine)), taxesOnLines(bill)) };
}

/** The taxes that are on the lines of a bill, each of them once. */
export function taxesOnLines({ fees }: Pick<InvoiceRecord, "fees">): readonly Named[] {
  const applied = fees.flatMap(({ taxes = [] }) => taxes);
  return [...new Map(applied.map((tax) => [tax.tax_id, { ...tax, lago_id: tax.tax_id }])).values()];
}

const taxedLine = ({ amount_cents, coupon_cents, taxes = [] }: FeeRecord) => ({
  cents: amount_cents - coupon_cents,
  taxes: taxes.map(({ tax_id, rate }) => ({ id: tax_id, rate })),
});

interface TaxFields {
  readonly taxes: readonly AppliedTaxRecord[];
  readonly taxes_cents: number;
  readonly taxes_rate: number;
}

type Named = Pick<TaxRecord, "lago_id" | "code" | "name" | "description" | "rate">;

/** The members that say what taxes something is under. */
export function taxFields(billing: Billing, totals: TaxTotals, taxes: readonly Named[]): TaxFields {
  const applied = (share: TaxShare): readonly AppliedTaxRecord[] => {
    const tax = taxes.find(({ lago_id }) => lago_id === share.id);
    if (tax === undefined) return [];
    const { code, name, description, rate } = tax;
    const amounts = { cents: share.cents, base_cents: share.baseCents };
    return [{ lago_id: billing.newId(), tax_id: share.id, code, name, description, rate, ...amounts }];
  };
  return { taxes: totals.shares.flatMap(applied), taxes_cents: totals.cents, taxes_rate: totals.rate };
}
