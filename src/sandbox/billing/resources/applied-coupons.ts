import { found, invalid } from "../api/fault.ts";
import { isoSecond, type Read, readFields } from "../api/fields.ts";
import { narrowed } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { customerById, customerOf } from "../engine/lookups.ts";
import { APPLIED_COUPON_FIELDS, type AppliedCouponRecord, type CouponRecord } from "../records/coupon.ts";
import type { CustomerRecord } from "../records/customer.ts";
import { appliedCouponsBy } from "./narrowings.ts";

/** A customer's discount as the API shows it. */
function view(billing: Billing, applied: AppliedCouponRecord): object {
  const { coupon_id, customer_id, ...shown } = applied;
  const coupon = billing.tables.coupons.get(coupon_id);
  return {
    ...shown,
    lago_coupon_id: coupon_id,
    coupon_code: coupon?.code ?? "",
    coupon_name: coupon?.name ?? "",
    coupon_status: coupon?.terminated_at === null ? "active" : "terminated",
    coupon_deleted_at: coupon?.deleted_at ?? null,
    lago_customer_id: customer_id,
    external_customer_id: customerById(billing, customer_id).external_id,
    expiration_at: coupon?.expiration_at ?? null,
  };
}

/** The discount with each use of it on an invoice. */
const extended = (billing: Billing, applied: AppliedCouponRecord): object => ({
  ...view(billing, applied),
  credits: billing.tables.invoices
    .filter(({ customer_id }) => customer_id === applied.customer_id)
    .flatMap(({ credits, lago_id, payment_status, currency }) =>
      credits
        .filter(({ type, item_id }) => type === "coupon" && item_id === applied.coupon_id)
        .map((credit) => ({
          lago_id: credit.lago_id,
          amount_cents: credit.amount_cents,
          amount_currency: currency,
          before_taxes: true,
          item: { lago_item_id: credit.item_id, type: "coupon", code: credit.code, name: credit.name },
          invoice: { lago_id, payment_status },
        })),
    ),
});

function apply(billing: Billing, input: Readonly<Record<string, unknown>>): AppliedCouponRecord {
  const { appliedCoupons, coupons } = billing.tables;
  const fields = readFields(APPLIED_COUPON_FIELDS, input);
  const customer = customerOf(billing, fields.external_customer_id);
  const coupon = found(
    coupons.find(({ code, terminated_at }) => code === fields.coupon_code && terminated_at === null),
    "coupon",
  );
  const isHeld = appliedCoupons.find((row) => row.coupon_id === coupon.lago_id && row.customer_id === customer.lago_id);
  if (!coupon.reusable && isHeld !== undefined) throw invalid({ coupon: ["coupon_is_not_reusable"] });
  const frequency_duration = fields.frequency_duration ?? coupon.frequency_duration;
  return appliedCoupons.put({
    lago_id: billing.newId(),
    coupon_id: coupon.lago_id,
    customer_id: customer.lago_id,
    status: "active",
    ...worthOf(coupon, fields, customer),
    frequency: fields.frequency ?? coupon.frequency,
    frequency_duration,
    frequency_duration_remaining: frequency_duration,
    created_at: isoSecond(billing.clock.now()),
    terminated_at: null,
  });
}

/** What the discount is worth to this customer: the coupon's own value unless another one is given. */
function worthOf(coupon: CouponRecord, given: Read<typeof APPLIED_COUPON_FIELDS>, customer: CustomerRecord) {
  if (coupon.coupon_type === "percentage") {
    const percentage_rate = given.percentage_rate ?? coupon.percentage_rate;
    return { amount_cents: null, amount_cents_remaining: null, amount_currency: null, percentage_rate };
  }
  const amount_cents = given.amount_cents ?? coupon.amount_cents;
  const amount_currency = given.amount_currency ?? coupon.amount_currency;
  if (customer.currency !== null && customer.currency !== amount_currency)
    throw invalid({ currency: ["currencies_does_not_match"] });
  return { amount_cents, amount_cents_remaining: amount_cents, amount_currency, percentage_rate: null };
}

function list(billing: Billing, call: Call, externalId: string | null) {
  const owner = externalId === null ? undefined : customerOf(billing, externalId).lago_id;
  const mine = billing.tables.appliedCoupons.filter(({ customer_id }) => owner === undefined || customer_id === owner);
  const rows = narrowed(billing, call, { rows: mine, by: appliedCouponsBy });
  return page(call, "applied_coupons", { rows: newest(rows), show: (row) => extended(billing, row) });
}

/** Who has which discount. */
export const appliedCouponRoutes: readonly BillingRoute[] = [
  {
    method: "POST",
    path: "/applied_coupons",
    handle: (billing, call) => ok({ applied_coupon: view(billing, apply(billing, bodyOf(call, "applied_coupon"))) }),
  },
  {
    method: "GET",
    path: "/applied_coupons",
    handle: (billing, call) => list(billing, call, call.query.get("external_customer_id")),
  },
  {
    method: "GET",
    path: "/customers/:customer/applied_coupons",
    handle: (billing, call) => list(billing, call, param(call, "customer")),
  },
  {
    method: "DELETE",
    path: "/customers/:customer/applied_coupons/:id",
    handle: (billing, call) => {
      const { lago_id } = customerOf(billing, param(call, "customer"));
      const row = billing.tables.appliedCoupons.get(param(call, "id"));
      const mine = found(row?.customer_id === lago_id && row.status === "active" ? row : undefined, "applied_coupon");
      const ended = { status: "terminated", terminated_at: isoSecond(billing.clock.now()) } as const;
      return ok({ applied_coupon: view(billing, billing.tables.appliedCoupons.change(mine, ended)) });
    },
  },
];
