import type { PriceProperties } from "../../../domain/billing/charge-models.ts";
import { complaintsAbout } from "../../../domain/billing/charge-rules.ts";
import { found, invalid } from "../api/fault.ts";
import { isObject, isoSecond, readFields } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { CHARGE_FIELDS, type ChargeRecord } from "../records/plan.ts";
import { refuseUnoffered } from "./unique.ts";

const UNOFFERED = {
  charge_model: ["graduated_percentage", "dynamic", "custom"],
  pay_in_advance: [true, "true"],
  prorated: [true, "true"],
  filters: "any",
  applied_pricing_unit: "any",
} as const;

/** The charges of a plan as a client writes them; those it names by id stay, with their metric. */
export function readCharges(billing: Billing, input: unknown, held: readonly ChargeRecord[]): readonly ChargeRecord[] {
  if (input === undefined || input === null) return held;
  if (!Array.isArray(input) || !input.every(isObject)) throw invalid({ charges: ["value_is_invalid"] });
  return input.map((one) => readCharge(billing, one, held));
}

function readCharge(
  billing: Billing,
  input: Readonly<Record<string, unknown>>,
  held: readonly ChargeRecord[],
): ChargeRecord {
  refuseUnoffered(input, UNOFFERED);
  const old = held.find(({ lago_id }) => lago_id === input.id);
  const whole = { ...(old && { ...old, billable_metric_id: old.metric_id }), ...input };
  // A code in place of the id is dropped, as Lago does: the metric is then not found.
  const metric = found(billing.tables.metrics.get(String(whole.billable_metric_id ?? "")), "billable_metric");
  const fields = readFields(CHARGE_FIELDS, whole);
  const properties = fields.properties as PriceProperties;
  const complaints = complaintsAbout(fields.charge_model, properties);
  if (Object.keys(complaints).length > 0) throw invalid(complaints);
  return {
    lago_id: old?.lago_id ?? billing.newId(),
    metric_id: metric.lago_id,
    code: fields.code,
    charge_model: fields.charge_model,
    invoice_display_name: fields.invoice_display_name,
    invoiceable: fields.invoiceable,
    properties,
    created_at: old?.created_at ?? isoSecond(billing.clock.now()),
  };
}

/** A charge as the API shows it. */
export function chargeView({ tables }: Billing, { metric_id, ...charge }: ChargeRecord): object {
  const metric = tables.metrics.get(metric_id);
  return {
    ...charge,
    lago_billable_metric_id: metric_id,
    billable_metric_code: metric?.code ?? "",
    pay_in_advance: false,
    regroup_paid_fees: null,
    prorated: false,
    min_amount_cents: 0,
    filters: [],
    taxes: [],
    lago_parent_id: null,
  };
}
