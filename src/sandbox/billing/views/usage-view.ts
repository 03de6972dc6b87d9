import { dayIn, dayText } from "../../../domain/billing/calendar.ts";
import { type Decimal, plus, toText, ZERO } from "../../../domain/billing/decimal.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { chargeFee } from "../engine/charge-fee.ts";
import { taxedBill, taxedFee, taxesFor } from "../engine/fee-taxes.ts";
import { planById } from "../engine/lookups.ts";
import { timetableOf, type UsageSpan } from "../engine/schedule.ts";
import { type ChargeUsage, type UsageOrder, usageOf } from "../engine/usage.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";

/** What of a usage is looked at; what is not named is not narrowed by. */
export interface UsageLook {
  readonly span: UsageSpan;
  readonly metric?: string | null;
  /** The id of a charge. */
  readonly charge?: string | null;
  readonly chargeCode?: string | null;
  readonly isUntaxed?: boolean;
}

/** What a subscription used over some time, as the API shows it. */
export function usageView(billing: Billing, subscription: SubscriptionRecord, look: UsageLook): object {
  const { span } = look;
  const plan = planById(billing, subscription.plan_id);
  const { zone } = timetableOf(billing, subscription);
  const used = usageOf(billing, { subscription, plan, span }).filter((one) => isLookedAt(look, one));
  const amount = used.reduce((sum, { cents }) => sum + cents, 0);
  const taxes = look.isUntaxed === true ? 0 : taxesOn(billing, { subscription, plan, span }, used);
  const parts = plan.charges.map(({ lago_id }) => used.filter(({ charge }) => charge.lago_id === lago_id));
  return {
    from_datetime: isoSecond(span.from),
    to_datetime: isoSecond(span.to),
    issuing_date: dayText(dayIn(span.to + 1, zone)),
    currency: plan.amount_currency,
    amount_cents: amount,
    taxes_amount_cents: taxes,
    total_amount_cents: amount + taxes,
    charges_usage: parts
      .filter(({ length }) => length > 0)
      .toSorted(byMetricName)
      .map((some) => chargeUsageView(plan.amount_currency, some)),
  };
}

const isLookedAt = ({ metric, charge, chargeCode }: UsageLook, used: ChargeUsage): boolean =>
  used.metric.code === (metric ?? used.metric.code) &&
  used.charge.lago_id === (charge ?? used.charge.lago_id) &&
  used.charge.code === (chargeCode ?? used.charge.code);

const byMetricName = ([a]: readonly ChargeUsage[], [b]: readonly ChargeUsage[]): number =>
  (a?.metric.name ?? "").localeCompare(b?.metric.name ?? "", "en", { sensitivity: "base" });

function taxesOn(billing: Billing, of: UsageOrder, used: readonly ChargeUsage[]): number {
  const lines = used.map(({ usage, ...one }) => chargeFee(billing, of, { ...one, ...usage, units: usage.units }));
  const { customer_id } = of.subscription;
  const fees = lines.map((fee) => taxedFee(billing, fee, taxesFor(billing, fee, customer_id)));
  return taxedBill(billing, { fees }).taxes_cents;
}

/** A charge with its filters: what it came to is the sum of what each of its prices did. */
function chargeUsageView(currency: string, parts: readonly ChargeUsage[]): object {
  const [first] = parts;
  if (first === undefined) return {};
  const { charge, metric } = first;
  return {
    ...totals(parts),
    amount_currency: currency,
    charge: {
      lago_id: charge.lago_id,
      charge_model: charge.charge_model,
      invoice_display_name: charge.invoice_display_name,
    },
    billable_metric: {
      lago_id: metric.lago_id,
      name: metric.name,
      code: metric.code,
      aggregation_type: metric.aggregation_type,
    },
    filters: parts.flatMap((part) => (part.filter === null ? [] : [filterUsageView(part, part.filter)])),
    grouped_usage: [],
  };
}

const filterUsageView = (part: ChargeUsage, filter: NonNullable<ChargeUsage["filter"]>): object => ({
  ...totals([part]),
  invoice_display_name: filter.invoice_display_name,
  values: filter.values,
});

function totals(parts: readonly ChargeUsage[]) {
  const sum = (pick: (part: ChargeUsage) => Decimal): string => toText(parts.map(pick).reduce(plus, ZERO));
  return {
    units: sum(({ usage }) => usage.units),
    total_aggregated_units: sum(({ usage }) => usage.standing ?? usage.units),
    events_count: parts.reduce((count, { usage }) => count + usage.events, 0),
    amount_cents: parts.reduce((cents, part) => cents + part.cents, 0),
  };
}
