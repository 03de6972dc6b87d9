import { roundedBy } from "../../../domain/billing/aggregation.ts";
import { toCents } from "../../../domain/billing/currency.ts";
import { decimalOr0, isNegative, ZERO } from "../../../domain/billing/decimal.ts";
import { found, invalid } from "../api/fault.ts";
import { isObject, readFields, required, text } from "../api/fields.ts";
import { type BillingRoute, bodyOf, type Call, ok } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { chargesFor, estimateOf, subjectOf } from "../engine/advance-billing.ts";
import { chargeFee } from "../engine/charge-fee.ts";
import { taxedFee, taxesFor } from "../engine/fee-taxes.ts";
import { metricOf, planById, subscriptionIn } from "../engine/lookups.ts";
import { amountOf } from "../engine/prices.ts";
import type { FeeRecord } from "../records/invoice.ts";
import type { ChargeRecord, PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { UsageEvent } from "../storage/event-store.ts";
import { feeView } from "../views/fee-view.ts";

const FIELDS = { code: required(text), external_subscription_id: required(text), transaction_id: text } as const;

interface Question {
  readonly subscription: SubscriptionRecord;
  readonly plan: PlanRecord;
  readonly event: UsageEvent;
  readonly charges: readonly ChargeRecord[];
}

/** An event that has not happened, and the charges that would bill it at once. */
function read(billing: Billing, input: Readonly<Record<string, unknown>>): Question {
  const { code, external_subscription_id, transaction_id } = readFields(FIELDS, input);
  const subscription = found(subscriptionIn(billing, external_subscription_id, ["active"]), "subscription");
  const plan = planById(billing, subscription.plan_id);
  const now = billing.clock.now();
  const facts = { subscription: external_subscription_id, code: metricOf(billing, code).code, timestamp: now };
  const properties = isObject(input.properties) ? input.properties : {};
  const event = new UsageEvent({ ...facts, transaction: transaction_id ?? billing.newId(), properties }, now);
  const charges = chargesFor(billing, plan, code);
  if (charges.length === 0) throw notInstant();
  return { subscription, plan, event, charges };
}

const notInstant = () => invalid({ code: ["does_not_match_an_instant_charge"] });

function view(billing: Billing, { subscription, plan, event }: Question, fee: FeeRecord): object {
  const { customer_id } = subscription;
  const owner = {
    invoiceId: null,
    customerId: customer_id,
    currency: plan.amount_currency,
    payment_status: "pending",
    created_at: null,
    succeeded_at: null,
    failed_at: null,
    refunded_at: null,
  } as const;
  const taxed = taxedFee(billing, fee, taxesFor(billing, fee, customer_id));
  return { ...feeView(billing, owner, taxed), lago_id: null, event_transaction_id: event.transaction };
}

/** What the event would add to its period. */
function estimated(billing: Billing, question: Question): readonly object[] {
  const { subscription, plan, event, charges } = question;
  return charges.flatMap((charge) => {
    const subject = subjectOf(billing, { subscription, charge }, event);
    const fee = estimateOf(billing, { subject, plan, event });
    return fee === undefined ? [] : [view(billing, question, fee)];
  });
}

/** The models whose price of one event does not depend on other events. */
const INSTANT: readonly string[] = ["standard", "percentage"];

/** What the event would cost if it were the only one. */
function estimatedInstantly(billing: Billing, question: Question): readonly object[] {
  const { subscription, plan, event } = question;
  const charges = question.charges.filter(({ charge_model }) => INSTANT.includes(charge_model));
  if (charges.length === 0) throw notInstant();
  return charges.map((charge) => {
    const subject = subjectOf(billing, { subscription, charge }, event);
    const { metric } = subject;
    const given = roundedBy(metric, decimalOr0(event.properties[metric.field_name ?? ""]));
    const units = isNegative(given) ? ZERO : given;
    const amount = amountOf(subject, { units, events: 1, added: [units] });
    const cents = toCents(amount, plan.amount_currency);
    const fee = chargeFee(
      billing,
      { subscription, plan, span: subject.window },
      { ...subject, units, events: 1, amount, cents },
    );
    return view(billing, question, { ...fee, pay_in_advance: true });
  });
}

function batch(billing: Billing, { body }: Call) {
  const inputs = isObject(body) && Array.isArray(body.events) ? body.events : [];
  if (inputs.length === 0) throw invalid({ events: ["no_events"] });
  const questions = inputs.map((input) => read(billing, isObject(input) ? input : {}));
  return ok({ fees: questions.flatMap((question) => estimatedInstantly(billing, question)) });
}

/** What usage would cost before it happens: of charges that are paid at once. */
export const estimateRoutes: readonly BillingRoute[] = [
  {
    method: "POST",
    path: "/events/estimate_fees",
    handle: (billing, call) => ok({ fees: estimated(billing, read(billing, bodyOf(call, "event"))) }),
  },
  {
    method: "POST",
    path: "/events/estimate_instant_fees",
    handle: (billing, call) => ok({ fees: estimatedInstantly(billing, read(billing, bodyOf(call, "event"))) }),
  },
  { method: "POST", path: "/events/batch_estimate_instant_fees", handle: batch },
];
