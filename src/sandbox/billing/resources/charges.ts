import type { PriceProperties } from "../../../domain/billing/charge-models.ts";
import { complaintsAbout } from "../../../domain/billing/charge-rules.ts";
import { complaintsAboutTerms } from "../../../domain/billing/charge-terms.ts";
import { found, invalid } from "../api/fault.ts";
import { isObject, isoSecond, readFields } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { CHARGE_FIELDS, type ChargeFilterRecord, type ChargeRecord } from "../records/plan.ts";
import { taxesView } from "../views/tax-view.ts";
import { readFilters } from "./charge-filters.ts";
import { taxIdsFrom } from "./tax-codes.ts";
import { refuseUnoffered } from "./unique.ts";

type Input = Readonly<Record<string, unknown>>;

const UNOFFERED = {
  charge_model: ["graduated_percentage", "dynamic", "custom"],
  applied_pricing_unit: "any",
  regroup_paid_fees: "any",
} as const;

/** Usage by the values of a property, each priced for itself. */
const UNOFFERED_PROPERTIES = { grouped_by: "any", pricing_group_keys: "any" } as const;

/** The charges of a plan as a client writes them; those it names by id stay, with their metric. */
export function readCharges(billing: Billing, input: unknown, held: readonly ChargeRecord[]): readonly ChargeRecord[] {
  if (input === undefined || input === null) return held;
  if (!Array.isArray(input) || !input.every(isObject)) throw invalid({ charges: ["value_is_invalid"] });
  return input.map((one) => readCharge(billing, one, held));
}

function readCharge(billing: Billing, input: Input, held: readonly ChargeRecord[]): ChargeRecord {
  refuseUnoffered(input, UNOFFERED);
  const old = held.find(({ lago_id }) => lago_id === input.id);
  const whole = { ...(old && { ...old, billable_metric_id: old.metric_id }), ...input };
  // A code in place of the id is dropped, as Lago does: the metric is then not found.
  const metric = found(billing.tables.metrics.get(String(whole.billable_metric_id ?? "")), "billable_metric");
  const { billable_metric_id: _, filters, ...fields } = readFields(CHARGE_FIELDS, whole);
  const charge = {
    lago_id: old?.lago_id ?? billing.newId(),
    metric_id: metric.lago_id,
    ...fields,
    properties: fields.properties as PriceProperties,
    filters: readFilters(billing, filters ?? [], { metric, held: old?.filters ?? [] }),
    ...(old?.tax_ids && { tax_ids: old.tax_ids }),
    ...taxIdsFrom(billing, input),
    created_at: old?.created_at ?? isoSecond(billing.clock.now()),
  };
  const terms = complaintsAboutTerms(charge, metric);
  if (Object.keys(terms).length > 0) throw invalid(terms);
  for (const priced of [charge, ...charge.filters]) mustBePriced(fields.charge_model, priced);
  return charge;
}

/** Lago names what is wrong with prices, and not in which of them it is. */
function mustBePriced(model: ChargeRecord["charge_model"], { properties }: Pick<ChargeRecord, "properties">): void {
  refuseUnoffered({ ...properties }, UNOFFERED_PROPERTIES);
  const codes = Object.values(complaintsAbout(model, properties)).flat();
  if (codes.length > 0) throw invalid({ properties: codes });
}

/** A charge as the API shows it. */
export function chargeView(billing: Billing, { metric_id, tax_ids, filters = [], ...charge }: ChargeRecord): object {
  return {
    ...charge,
    lago_billable_metric_id: metric_id,
    billable_metric_code: billing.tables.metrics.get(metric_id)?.code ?? "",
    pay_in_advance: charge.pay_in_advance ?? false,
    regroup_paid_fees: null,
    prorated: charge.prorated ?? false,
    min_amount_cents: 0,
    filters: filters.map(filterView),
    taxes: taxesView(billing, tax_ids),
    lago_parent_id: null,
  };
}

const filterView = ({ lago_id, invoice_display_name, properties, values }: ChargeFilterRecord): object => ({
  lago_id,
  invoice_display_name,
  properties,
  values,
});
