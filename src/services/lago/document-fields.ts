import { AGGREGATIONS } from "../../domain/billing/aggregation.ts";
import { CHARGE_MODELS } from "../../domain/billing/charge-models.ts";
import { BILLING_TIMES, INTERVALS } from "../../domain/billing/periods.ts";
import type { LagoKind } from "../../domain/lago.ts";

/** What a field of the document must look like. */
export interface DocumentField {
  fits(value: unknown): boolean;
  /** The allowed form, to follow "must be". */
  readonly form: string;
  readonly optional?: true;
}

const word: DocumentField = {
  fits: (value) => typeof value === "string" && value !== "",
  form: "a text that is not empty",
};
const line: DocumentField = { fits: (value) => typeof value === "string", form: "a text" };
const nothingOrWord: DocumentField = { fits: (value) => value === null || word.fits(value), form: "a text or null" };
const flag: DocumentField = { fits: (value) => typeof value === "boolean", form: "true or false" };
const count: DocumentField = {
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  form: "a whole number from 0 up",
};
const currency: DocumentField = {
  fits: (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value),
  form: "a currency's three letters, such as USD",
};
const address: DocumentField = {
  fits: (value) => typeof value === "string" && /^https?:\/\/[^\s/]+/.test(value),
  form: "an http or https address",
};
const list: DocumentField = { fits: Array.isArray, form: "a list" };
const object: DocumentField = {
  fits: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  form: "an object",
};
const oneOf = (allowed: readonly string[]): DocumentField => ({
  fits: (value) => typeof value === "string" && allowed.includes(value),
  form: `one of ${allowed.join(", ")}`,
});
const optional = (field: DocumentField): DocumentField => ({ ...field, optional: true });

/** The fields of each kind of thing, and of a plan's charges. */
export const DOCUMENT_FIELDS: Readonly<Record<LagoKind | "charges", Readonly<Record<string, DocumentField>>>> = {
  billable_metrics: {
    code: word,
    name: word,
    description: optional(line),
    aggregation_type: oneOf(AGGREGATIONS),
    field_name: optional(nothingOrWord),
    recurring: optional(flag),
  },
  plans: {
    code: word,
    name: word,
    description: optional(line),
    interval: oneOf(INTERVALS),
    amount_cents: count,
    amount_currency: currency,
    pay_in_advance: flag,
    trial_period: optional(count),
    bill_charges_monthly: optional(flag),
    charges: optional(list),
  },
  charges: {
    billable_metric_code: word,
    charge_model: oneOf(CHARGE_MODELS),
    invoice_display_name: optional(line),
    properties: object,
  },
  customers: {
    external_id: word,
    name: optional(line),
    email: optional(line),
    currency: optional(currency),
    timezone: optional(word),
  },
  subscriptions: {
    external_id: word,
    external_customer_id: word,
    plan_code: word,
    billing_time: optional(oneOf(BILLING_TIMES)),
  },
  webhook_endpoints: { webhook_url: address, name: optional(line), signature_algo: optional(oneOf(["jwt", "hmac"])) },
};
