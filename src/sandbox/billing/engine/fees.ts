import { dayIn } from "../../../domain/billing/calendar.ts";
import { fromCents } from "../../../domain/billing/currency.ts";
import { isZero, toText } from "../../../domain/billing/decimal.ts";
import { periodAt } from "../../../domain/billing/periods.ts";
import { shareOf } from "../../../domain/billing/proration.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord, InvoicePart } from "../records/invoice.ts";
import type { ChargeRecord, PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { blankFee, chargeFee } from "./charge-fee.ts";
import { metricById, planById } from "./lookups.ts";
import { spanOf, timetableOf } from "./schedule.ts";
import { type ChargeUsage, carriedUsage, type UsageOrder, usageOf } from "./usage.ts";

/** The lines that one subscription adds to an invoice. Usage of nothing is no line. */
export function feesOf(billing: Billing, subscription: SubscriptionRecord, part: InvoicePart): readonly FeeRecord[] {
  const plan = planById(billing, subscription.plan_id);
  const planFees = part.plan === null ? [] : [planFee(billing, { subscription, plan }, part.plan)];
  if (part.charges === null) return planFees;
  const of = { subscription, plan, span: part.charges };
  const renewed = part.reason === "subscription_periodic" ? renewalFees(billing, of, isOnInvoices) : [];
  return [...planFees, ...usageFees(billing, of), ...renewed];
}

const isOnInvoices = ({ invoiceable }: ChargeRecord): boolean => invoiceable;

/** What was used and is paid for behind. */
function usageFees(billing: Billing, of: UsageOrder): readonly FeeRecord[] {
  const behind = of.plan.charges.filter((charge) => charge.pay_in_advance !== true && charge.invoiceable);
  return linesFor(billing, of, usageOf(billing, of, behind));
}

/** Units that stay, and are paid for ahead: all of them are due again when a period begins, for the whole of it. */
export function renewalFees(
  billing: Billing,
  of: UsageOrder,
  fits: (charge: ChargeRecord) => boolean,
): readonly FeeRecord[] {
  const charges = of.plan.charges.filter((charge) => charge.pay_in_advance === true && fits(charge));
  const staying = charges.filter(({ metric_id }) => metricById(billing, metric_id).recurring);
  if (staying.length === 0) return [];
  const { charges: schedule, zone } = timetableOf(billing, of.subscription);
  const span = spanOf(periodAt(schedule, dayIn(of.span.to + 1, zone)), zone);
  return linesFor(billing, { ...of, span }, carriedUsage(billing, { ...of, span }, staying));
}

function linesFor(billing: Billing, of: UsageOrder, used: readonly ChargeUsage[]): readonly FeeRecord[] {
  return used
    .filter(isWorthALine)
    .map(({ usage, ...one }) => chargeFee(billing, of, { ...one, ...usage, units: usage.units }));
}

const isWorthALine = ({ usage, cents }: ChargeUsage): boolean => usage.events > 0 || !isZero(usage.units) || cents > 0;

/** The first day that is not free, where the plan has a trial. */
export function trialEndDay(plan: PlanRecord, { started_at }: SubscriptionRecord, zone: string): number | undefined {
  return plan.trial_period === 0 || started_at === null
    ? undefined
    : dayIn(Date.parse(started_at), zone) + plan.trial_period;
}

function planFee(
  billing: Billing,
  { subscription, plan }: Omit<UsageOrder, "span">,
  days: NonNullable<InvoicePart["plan"]>,
): FeeRecord {
  const { zone } = timetableOf(billing, subscription);
  const cents = shareOf({ amountCents: plan.amount_cents, ...days, trialEnds: trialEndDay(plan, subscription, zone) });
  const amount = toText(fromCents(cents, plan.amount_currency));
  const { from, to } = spanOf(days.billed, zone);
  return {
    ...blankFee(billing, { subscription, plan }),
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
