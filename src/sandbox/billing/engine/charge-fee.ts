import { nameOfFilter } from "../../../domain/billing/charge-filters.ts";
import { type Decimal, divide, isZero, toText } from "../../../domain/billing/decimal.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord } from "../records/invoice.ts";
import type { PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import type { Price } from "./prices.ts";
import type { UsageSpan } from "./schedule.ts";

/** Decimals of a price for one unit. */
const UNIT_DIGITS = 15;

/** Whose fee it is, and for which time. */
export interface FeeSubject {
  readonly subscription: SubscriptionRecord;
  readonly plan: PlanRecord;
  readonly span: UsageSpan;
}

/** What a price came to. */
export interface Used extends Price {
  readonly units: Decimal;
  readonly events: number;
  readonly amount: Decimal;
  readonly cents: number;
  /** What the metric counted, where the units are an average. */
  readonly standing?: Decimal | undefined;
}

/** The line of a bill for what a price came to. */
export function chargeFee(billing: Billing, of: FeeSubject, used: Used): FeeRecord {
  const { charge, metric, filter, units, amount, cents, standing } = used;
  const unit = isZero(units) ? amount : divide(amount, units, UNIT_DIGITS);
  return {
    ...blankFee(billing, of),
    type: "charge",
    charge_id: charge.lago_id,
    item: {
      id: metric.lago_id,
      code: metric.code,
      name: metric.name,
      display: charge.invoice_display_name ?? metric.name,
    },
    amount_cents: cents,
    precise_amount: toText(amount),
    precise_unit_amount: toText(unit),
    units: toText(units),
    events_count: used.events,
    from: isoSecond(of.span.from),
    to: isoSecond(of.span.to),
    ...(filter && { filter: { id: filter.lago_id, name: nameOfFilter(filter), values: filter.values } }),
    ...(standing && { standing_units: toText(standing) }),
  };
}

/** What every line of a subscription has. */
export const blankFee = (billing: Billing, { subscription, plan }: Omit<FeeSubject, "span">) => ({
  lago_id: billing.newId(),
  subscription_id: subscription.lago_id,
  charge_id: null,
  plan_code: plan.code,
  coupon_cents: 0,
  units: "1.0",
  events_count: null,
  description: null,
  pay_in_advance: false,
});
