import { found, invalid } from "../api/fault.ts";
import { isObject, isoSecond, readFields, readGiven } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { metricOf, planOf } from "../engine/lookups.ts";
import { COUPON_FIELDS, type CouponRecord } from "../records/coupon.ts";
import { mustBeNew } from "./unique.ts";

const withCode = ({ tables }: Billing, code: string) =>
  tables.coupons.find((row) => row.code === code && row.deleted_at === undefined);

const named = (billing: Billing, call: Call): CouponRecord => found(withCode(billing, param(call, "code")), "coupon");

/** A coupon as the API shows it. */
export const couponView = ({ plan_codes, metric_codes, deleted_at: _, ...coupon }: CouponRecord): object => ({
  ...coupon,
  limited_plans: plan_codes.length > 0,
  plan_codes,
  limited_billable_metrics: metric_codes.length > 0,
  billable_metric_codes: metric_codes,
});

const shown = (coupon: CouponRecord) => ok({ coupon: couponView(coupon) });

/** 422 for a discount without its amount, or a recurring one without its duration. */
function mustBeWhole(coupon: Omit<CouponRecord, "lago_id" | "created_at">): void {
  const missing = (field: keyof typeof coupon, isNeeded: boolean) =>
    isNeeded && coupon[field] === null ? [field] : [];
  const isFixed = coupon.coupon_type === "fixed_amount";
  const fields = [
    ...missing("amount_cents", isFixed),
    ...missing("amount_currency", isFixed),
    ...missing("percentage_rate", !isFixed),
    ...missing("frequency_duration", coupon.frequency === "recurring"),
    ...missing("expiration_at", coupon.expiration === "time_limit"),
  ];
  if (fields.length > 0) throw invalid(Object.fromEntries(fields.map((field) => [field, ["value_is_mandatory"]])));
}

function targets(billing: Billing, input: unknown, held: Pick<CouponRecord, "plan_codes" | "metric_codes">) {
  if (!isObject(input)) return held;
  const codes = (name: string) => (Array.isArray(input[name]) ? input[name].map(String) : []);
  return {
    plan_codes: codes("plan_codes").map((code) => planOf(billing, code).code),
    metric_codes: codes("billable_metric_codes").map((code) => metricOf(billing, code).code),
  };
}

function made(billing: Billing, input: Readonly<Record<string, unknown>>): CouponRecord {
  const { applies_to, ...fields } = readFields(COUPON_FIELDS, input);
  mustBeNew(withCode(billing, fields.code), "code");
  const coupon = {
    ...fields,
    ...targets(billing, applies_to, { plan_codes: [], metric_codes: [] }),
    terminated_at: null,
  };
  mustBeWhole(coupon);
  return billing.tables.coupons.put({
    lago_id: billing.newId(),
    ...coupon,
    created_at: isoSecond(billing.clock.now()),
  });
}

function changed(billing: Billing, coupon: CouponRecord, input: Readonly<Record<string, unknown>>): CouponRecord {
  const { applies_to, ...fields } = readGiven(COUPON_FIELDS, input);
  if (fields.code !== undefined && fields.code !== coupon.code) mustBeNew(withCode(billing, fields.code), "code");
  const whole = { ...coupon, ...fields, ...targets(billing, applies_to, coupon) };
  mustBeWhole(whole);
  return billing.tables.coupons.put(whole);
}

/** A deleted coupon takes itself back from everybody who has it. */
function remove({ tables, clock }: Billing, coupon: CouponRecord): CouponRecord {
  const now = isoSecond(clock.now());
  for (const one of tables.appliedCoupons.filter((row) => row.coupon_id === coupon.lago_id && row.status === "active"))
    tables.appliedCoupons.change(one, { status: "terminated", terminated_at: now });
  return tables.coupons.change(coupon, { deleted_at: now, terminated_at: coupon.terminated_at ?? now });
}

/** Discounts. */
export const couponRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/coupons",
    handle: ({ tables }, call) => {
      const rows = newest(tables.coupons.filter(({ deleted_at }) => deleted_at === undefined));
      return page(call, "coupons", { rows, show: couponView });
    },
  },
  { method: "GET", path: "/coupons/:code", handle: (billing, call) => shown(named(billing, call)) },
  { method: "POST", path: "/coupons", handle: (billing, call) => shown(made(billing, bodyOf(call, "coupon"))) },
  {
    method: "PUT",
    path: "/coupons/:code",
    handle: (billing, call) => shown(changed(billing, named(billing, call), bodyOf(call, "coupon"))),
  },
  { method: "DELETE", path: "/coupons/:code", handle: (billing, call) => shown(remove(billing, named(billing, call))) },
];
