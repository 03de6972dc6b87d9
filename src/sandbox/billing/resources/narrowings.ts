import { isoSecond } from "../api/fields.ts";
import { isFlag, mentions, type Narrowing } from "../api/narrow.ts";
import type { Billing } from "../billing.ts";
import { customerById, planById } from "../engine/lookups.ts";
import type { AppliedCouponRecord } from "../records/coupon.ts";
import type { CreditNoteRecord } from "../records/credit-note.ts";
import type { CustomerRecord } from "../records/customer.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import type { WalletRecord, WalletTransactionRecord } from "../records/wallet.ts";

const namesOf = ({ name, firstname, lastname, legal_name, external_id, email }: CustomerRecord) => [
  ...[name, firstname, lastname, legal_name, external_id, email],
];

const mentionsCustomer = (billing: Billing, id: string, term: string): boolean =>
  mentions(term, namesOf(customerById(billing, id)));

export const customersBy: Narrowing<CustomerRecord> = {
  external_id: ({ external_id }, wanted) => external_id === wanted,
  account_type: ({ account_type }, wanted) => account_type === wanted,
  customer_type: ({ customer_type }, wanted) => customer_type === wanted,
  has_customer_type: ({ customer_type }, wanted) => isFlag(customer_type !== null, wanted),
  countries: ({ country }, wanted) => country === wanted,
  states: ({ state }, wanted) => state === wanted,
  zipcodes: ({ zipcode }, wanted) => zipcode === wanted,
  currencies: ({ currency }, wanted) => currency === wanted,
  has_tax_identification_number: ({ tax_identification_number }, wanted) =>
    isFlag(tax_identification_number !== null, wanted),
  search_term: (customer, wanted) => mentions(wanted, namesOf(customer)),
};

const isOverdue = ({ clock }: Billing, { status, payment_status, payment_due_date }: InvoiceRecord): boolean =>
  status === "finalized" && payment_status !== "succeeded" && payment_due_date < isoSecond(clock.now()).slice(0, 10);

export const invoicesBy: Narrowing<InvoiceRecord> = {
  status: ({ status }, wanted) => status === wanted,
  statuses: ({ status }, wanted) => status === wanted,
  payment_status: ({ payment_status }, wanted) => payment_status === wanted,
  payment_statuses: ({ payment_status }, wanted) => payment_status === wanted,
  payment_overdue: (invoice, wanted, billing) => isFlag(isOverdue(billing, invoice), wanted),
  invoice_type: ({ invoice_type }, wanted) => invoice_type === wanted,
  currency: ({ currency }, wanted) => currency === wanted,
  issuing_date_from: ({ issuing_date }, wanted) => issuing_date >= wanted,
  issuing_date_to: ({ issuing_date }, wanted) => issuing_date <= wanted,
  amount_from: ({ total_cents }, wanted) => total_cents >= Number(wanted),
  amount_to: ({ total_cents }, wanted) => total_cents <= Number(wanted),
  search_term: ({ number, lago_id, customer_id }, wanted, billing) =>
    mentions(wanted, [number, lago_id]) || mentionsCustomer(billing, customer_id, wanted),
};

export const creditNotesBy: Narrowing<CreditNoteRecord> = {
  currency: ({ currency }, wanted) => currency === wanted,
  reason: ({ reason }, wanted) => reason === wanted,
  credit_status: ({ credit_status }, wanted) => credit_status === wanted,
  refund_status: ({ refund_status }, wanted) => refund_status === wanted,
  invoice_number: ({ invoice_id }, wanted, { tables }) => tables.invoices.get(invoice_id)?.number === wanted,
  issuing_date_from: ({ issuing_date }, wanted) => issuing_date >= wanted,
  issuing_date_to: ({ issuing_date }, wanted) => issuing_date <= wanted,
  amount_from: ({ credit_cents, refund_cents }, wanted) => credit_cents + refund_cents >= Number(wanted),
  amount_to: ({ credit_cents, refund_cents }, wanted) => credit_cents + refund_cents <= Number(wanted),
  search_term: ({ number, lago_id, customer_id }, wanted, billing) =>
    mentions(wanted, [number, lago_id]) || mentionsCustomer(billing, customer_id, wanted),
};

export const subscriptionsBy: Narrowing<SubscriptionRecord> = {
  external_id: ({ external_id }, wanted) => external_id === wanted,
  plan_code: ({ plan_id }, wanted, billing) => planById(billing, plan_id).code === wanted,
  currency: ({ plan_id }, wanted, billing) => planById(billing, plan_id).amount_currency === wanted,
};

export const appliedCouponsBy: Narrowing<AppliedCouponRecord> = {
  status: ({ status }, wanted) => status === wanted,
  coupon_code: ({ coupon_id }, wanted, { tables }) => tables.coupons.get(coupon_id)?.code === wanted,
};

export const walletsBy: Narrowing<WalletRecord> = { currency: ({ currency }, wanted) => currency === wanted };

export const walletTransactionsBy: Narrowing<WalletTransactionRecord> = {
  status: ({ status }, wanted) => status === wanted,
  transaction_status: ({ transaction_status }, wanted) => transaction_status === wanted,
  transaction_type: ({ transaction_type }, wanted) => transaction_type === wanted,
};
