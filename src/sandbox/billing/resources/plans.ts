import { invalid } from "../api/fault.ts";
import { isoSecond, readFields, readGiven } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { terminate } from "../engine/lifecycle.ts";
import { planOf } from "../engine/lookups.ts";
import { PLAN_FIELDS, type PlanRecord } from "../records/plan.ts";
import { taxesView } from "../views/tax-view.ts";
import { chargeView, readCharges } from "./charges.ts";
import { taxIdsFrom } from "./tax-codes.ts";
import { mustBeNew, refuseUnoffered } from "./unique.ts";

const UNOFFERED = { fixed_charges: "any", usage_thresholds: "any" } as const;

/** What a subscribed plan keeps: its customers were promised it. */
const FIXED_ONCE_SUBSCRIBED = [
  "code",
  "interval",
  "amount_currency",
  "pay_in_advance",
  "trial_period",
  "bill_charges_monthly",
];

/** A plan as the API shows it. */
export function planView(billing: Billing, { charges, tax_ids, deleted: _, ...plan }: PlanRecord): object {
  return {
    ...plan,
    charges: charges.map((charge) => chargeView(billing, charge)),
    fixed_charges: [],
    taxes: taxesView(billing, tax_ids),
    usage_thresholds: [],
    entitlements: [],
  };
}

const subscribersOf = ({ tables }: Billing, { lago_id }: PlanRecord) =>
  tables.subscriptions.filter(
    ({ plan_id, status }) => plan_id === lago_id && (status === "active" || status === "pending"),
  );

const withCode = ({ tables }: Billing, code: string) =>
  tables.plans.find((plan) => plan.code === code && plan.deleted !== true);

function changed(billing: Billing, plan: PlanRecord, input: Readonly<Record<string, unknown>>): PlanRecord {
  refuseUnoffered(input, UNOFFERED);
  const given = readGiven(PLAN_FIELDS, input);
  const fixed = subscribersOf(billing, plan).length > 0 ? FIXED_ONCE_SUBSCRIBED : [];
  const fields = Object.fromEntries(Object.entries(given).filter(([name]) => !fixed.includes(name)));
  if (typeof fields.code === "string" && fields.code !== plan.code) mustBeNew(withCode(billing, fields.code), "code");
  const charges = readCharges(billing, input.charges, plan.charges);
  return billing.tables.plans.change(plan, { ...fields, charges, ...taxIdsFrom(billing, input) });
}

function made(billing: Billing, input: Readonly<Record<string, unknown>>): PlanRecord {
  refuseUnoffered(input, UNOFFERED);
  const fields = readFields(PLAN_FIELDS, input);
  mustBeNew(withCode(billing, fields.code), "code");
  if (fields.trial_period < 0) throw invalid({ trial_period: ["value_is_out_of_range"] });
  const charges = readCharges(billing, input.charges, []);
  const created_at = isoSecond(billing.clock.now());
  const rest = { charges, ...taxIdsFrom(billing, input), created_at };
  return billing.tables.plans.put({ lago_id: billing.idOf("plans", fields.code), ...fields, ...rest });
}

/** What is paid for a subscription and its use. */
export const planRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/plans",
    handle: (billing, call) => {
      const rows = newest(billing.tables.plans.filter(({ deleted }) => deleted !== true));
      return page(call, "plans", { rows, show: (plan) => planView(billing, plan) });
    },
  },
  {
    method: "GET",
    path: "/plans/:code",
    handle: (billing, call) => ok({ plan: planView(billing, planOf(billing, param(call, "code"))) }),
  },
  {
    method: "POST",
    path: "/plans",
    handle: (billing, call) => {
      const plan = planView(billing, made(billing, bodyOf(call, "plan")));
      billing.emit("plan.created", "plan", plan);
      return ok({ plan });
    },
  },
  {
    method: "PUT",
    path: "/plans/:code",
    handle: (billing, call) => {
      const plan = planView(billing, changed(billing, planOf(billing, param(call, "code")), bodyOf(call, "plan")));
      billing.emit("plan.updated", "plan", plan);
      return ok({ plan });
    },
  },
  {
    method: "DELETE",
    path: "/plans/:code",
    handle: (billing, call) => {
      const row = planOf(billing, param(call, "code"));
      for (const one of subscribersOf(billing, row)) terminate(billing, one, billing.clock.now());
      const plan = planView(billing, billing.tables.plans.change(row, { deleted: true }));
      billing.emit("plan.deleted", "plan", plan);
      return ok({ plan });
    },
  },
];
