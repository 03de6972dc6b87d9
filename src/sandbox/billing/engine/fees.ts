import { dayIn } from "../../../domain/billing/calendar.ts";
import { fromCents } from "../../../domain/billing/currency.ts";
import { divide, isZero, toText } from "../../../domain/billing/decimal.ts";
import { shareOf } from "../../../domain/billing/proration.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord, InvoicePart } from "../records/invoice.ts";
import type { PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { planById } from "./lookups.ts";
import { spanOf, timetableOf } from "./schedule.ts";
import { type ChargeUsage, type UsageSpan, usageOf } from "./usage.ts";

/** Decimals of a price for one unit. */
const UNIT_DIGITS = 15;

/** The lines that one subscription adds to an invoice. Usage of nothing is no line. */
export function feesOf(billing: Billing, subscription: SubscriptionRecord, part: InvoicePart): readonly FeeRecord[] {
  const plan = planById(billing, subscription.plan_id);
  const planFees = part.plan === null ? [] : [planFee(billing, { subscription, plan }, part.plan)];
  const span = part.charges;
  if (span === null) return planFees;
  const used = usageOf(billing, subscription.external_id, { plan, span }).filter(isWorthALine);
  return [...planFees, ...used.map((one) => chargeFee(billing, { subscription, plan, span }, one))];
}

const isWorthALine = ({ usage, cents, charge }: ChargeUsage): boolean =>
  charge.invoiceable && (usage.events > 0 || !isZero(usage.units) || cents > 0);

/** The first day that is not free, where the plan has a trial. */
export function trialEndDay(plan: PlanRecord, { started_at }: SubscriptionRecord, zone: string): number | undefined {
  return plan.trial_period === 0 || started_at === null
    ? undefined
    : dayIn(Date.parse(started_at), zone) + plan.trial_period;
}

interface Billed {
  readonly subscription: SubscriptionRecord;
  readonly plan: PlanRecord;
}

function planFee(billing: Billing, { subscription, plan }: Billed, days: NonNullable<InvoicePart["plan"]>): FeeRecord {
  const { zone } = timetableOf(billing, subscription);
  const cents = shareOf({ amountCents: plan.amount_cents, ...days, trialEnds: trialEndDay(plan, subscription, zone) });
  const amount = toText(fromCents(cents, plan.amount_currency));
  const { from, to } = spanOf(days.billed, zone);
  return {
    ...blank(billing, { subscription, plan }),
    type: "subscription",
    item: {
      id: subscription.lago_id,
      code: plan.code,
      name: plan.name,
      display: plan.invoice_display_name ?? plan.name,
    },
    amount_cents: cents,
    precise_amount: amount,
    precise_unit_amount: amount,
    pay_in_advance: plan.pay_in_advance,
    from: isoSecond(from),
    to: isoSecond(to),
  };
}

function chargeFee(billing: Billing, of: Billed & { span: UsageSpan }, used: ChargeUsage): FeeRecord {
  const { charge, metric, usage, amount, cents } = used;
  const unit = isZero(usage.units) ? amount : divide(amount, usage.units, UNIT_DIGITS);
  return {
    ...blank(billing, of),
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
    units: toText(usage.units),
    events_count: usage.events,
    from: isoSecond(of.span.from),
    to: isoSecond(of.span.to),
  };
}

const blank = (billing: Billing, { subscription, plan }: Billed) => ({
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
