import { type Guard, isCount, isListOf, isRecordOf, isText, isWord, orAbsent } from "../../domain/shape.ts";

const isNumber: Guard<number> = (value): value is number => Number.isSafeInteger(value);
const orNull =
  <Type>(guard: Guard<Type>): Guard<Type | null> =>
  (value): value is Type | null =>
    value === null || guard(value);

/** Somebody who is billed, of what the API answers as much as the pages show. */
export interface BilledCustomer {
  readonly external_id: string;
  readonly name: string | null;
}

/** Whom an invoice is for. */
export interface InvoicedCustomer extends BilledCustomer {
  /** The time zone of the customer's days. */
  readonly applicable_timezone: string;
}

/** A running subscription. */
export interface BilledSubscription {
  readonly external_customer_id: string;
  readonly plan_code: string;
}

/** An invoice as lists have it; amounts in minor units of its currency. */
export interface BilledInvoice {
  readonly lago_id: string;
  readonly number: string;
  readonly status: string;
  readonly payment_status: string;
  readonly currency: string;
  readonly issuing_date: string;
  readonly total_amount_cents: number;
  readonly customer: BilledCustomer;
}

/** A line of an invoice. */
export interface BilledFee {
  readonly item: { readonly name: string; readonly invoice_display_name: string | null };
  readonly units: string;
  readonly precise_unit_amount: string;
  readonly amount_cents: number;
  readonly from_date: string | null;
  readonly to_date: string | null;
}

/** An invoice with its lines. */
export interface InvoiceInFull extends BilledInvoice {
  readonly customer: InvoicedCustomer;
  readonly payment_due_date: string;
  readonly fees: readonly BilledFee[];
  readonly coupons_amount_cents: number;
  readonly taxes_amount_cents: number;
  readonly credit_notes_amount_cents: number;
  readonly prepaid_credit_amount_cents: number;
  readonly progressive_billing_credit_amount_cents?: number;
  readonly total_due_amount_cents: number;
  readonly file_url: string | null;
}

const isCustomer = isRecordOf<BilledCustomer>({ external_id: isWord, name: orNull(isText) });

const isInvoicedCustomer = isRecordOf<InvoicedCustomer>({
  ...{ external_id: isWord, name: orNull(isText) },
  applicable_timezone: isWord,
});

const isSubscription = isRecordOf<BilledSubscription>({ external_customer_id: isWord, plan_code: isWord });

const invoiceFields = {
  lago_id: isWord,
  number: isText,
  status: isWord,
  payment_status: isWord,
  currency: isWord,
  issuing_date: isText,
  total_amount_cents: isNumber,
  customer: isCustomer,
};

const isFee = isRecordOf<BilledFee>({
  item: isRecordOf<BilledFee["item"]>({ name: isText, invoice_display_name: orNull(isText) }),
  units: isText,
  precise_unit_amount: isText,
  amount_cents: isNumber,
  from_date: orNull(isText),
  to_date: orNull(isText),
});

const isMeta = isRecordOf<{ readonly total_count: number }>({ total_count: isCount });

/** A page of a list, and how long the list is. */
export const isCustomers = isRecordOf({ customers: isListOf(isCustomer), meta: isMeta });
export const isSubscriptions = isRecordOf({ subscriptions: isListOf(isSubscription), meta: isMeta });
export const isInvoices = isRecordOf({ invoices: isListOf(isRecordOf<BilledInvoice>(invoiceFields)), meta: isMeta });

/** The answer of an invoice's own route. */
export const isInvoice = isRecordOf({
  invoice: isRecordOf<InvoiceInFull>({
    ...invoiceFields,
    customer: isInvoicedCustomer,
    payment_due_date: isText,
    fees: isListOf(isFee),
    coupons_amount_cents: isNumber,
    taxes_amount_cents: isNumber,
    credit_notes_amount_cents: isNumber,
    prepaid_credit_amount_cents: isNumber,
    progressive_billing_credit_amount_cents: orAbsent(isNumber),
    total_due_amount_cents: isNumber,
    file_url: orNull(isText),
  }),
});
