import type { LagoFields, LagoKind } from "../../domain/lago.ts";

/** What of a kind of thing decides how it is compared and written. */
export interface LagoKindFacts {
  /** What people and Lago's own API call a single one. */
  readonly one: string;
  /** The field by which a document names it. */
  readonly key: string;
  /** Fields that Lago keeps as they are once `because` holds (facts 6.2 and Lago's update services). */
  readonly frozen: readonly string[];
  readonly because: string;
}

/** The kinds in the order in which they can be made. */
export const LAGO_KIND_FACTS: Readonly<Record<LagoKind, LagoKindFacts>> = {
  billable_metrics: {
    one: "billable_metric",
    key: "code",
    frozen: ["aggregation_type", "field_name", "recurring"],
    because: "a plan prices it",
  },
  plans: {
    one: "plan",
    key: "code",
    frozen: ["interval", "amount_currency", "pay_in_advance", "trial_period", "bill_charges_monthly"],
    because: "it has subscriptions",
  },
  customers: {
    one: "customer",
    key: "external_id",
    frozen: ["currency"],
    because: "it has subscriptions in that currency",
  },
  subscriptions: {
    one: "subscription",
    key: "external_id",
    frozen: ["external_customer_id", "billing_time"],
    because: "a subscription keeps what it began with",
  },
  webhook_endpoints: { one: "webhook_endpoint", key: "webhook_url", frozen: [], because: "" },
};

/** The natural key of a thing. */
export const lagoKeyOf = (kind: LagoKind, thing: LagoFields): string => String(thing[LAGO_KIND_FACTS[kind].key]);

/** A value as an object with fields; undefined for anything else. */
export const lagoFieldsOf = (value: unknown): LagoFields | undefined => (isFields(value) ? value : undefined);

/** A list of such objects; empty for anything else. */
export const lagoListOf = (value: unknown): readonly LagoFields[] =>
  Array.isArray(value) ? value.filter(isFields) : [];

const isFields = (value: unknown): value is LagoFields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
