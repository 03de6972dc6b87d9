import type { Guard } from "../../domain/shape.ts";
import type { SandboxAnswer } from "../http/exchange.ts";
import {
  type BilledCustomer,
  type BilledInvoice,
  type InvoiceInFull,
  isCustomers,
  isInvoice,
  isInvoices,
  isSubscriptions,
} from "./lago-shapes.ts";

/** Asks the billing API of this server as an application would; undefined while nothing was ever billed. */
export type AskBilling = (path: string) => Promise<SandboxAnswer | undefined>;

/** A customer with the plans of its running subscriptions. */
export interface CustomerOnPlans extends BilledCustomer {
  readonly plans: readonly string[];
}

/** What there is in billing: some of it, and how much there is. */
export interface BillingOverview {
  readonly customers: readonly CustomerOnPlans[];
  readonly customerCount: number;
  /** The newest first. */
  readonly invoices: readonly BilledInvoice[];
  readonly invoiceCount: number;
}

const CUSTOMERS = 20;
const INVOICES = 10;
const SUBSCRIPTIONS = 1000;

/** The customers and the last invoices. */
export async function readOverview(ask: AskBilling): Promise<BillingOverview> {
  const [people, running, invoiced] = await Promise.all([
    answered(ask, `/customers?per_page=${CUSTOMERS}`, isCustomers),
    answered(ask, `/subscriptions?per_page=${SUBSCRIPTIONS}`, isSubscriptions),
    answered(ask, `/invoices?per_page=${INVOICES}`, isInvoices),
  ]);
  const plansOf = ({ external_id }: BilledCustomer) =>
    (running?.subscriptions ?? [])
      .filter(({ external_customer_id }) => external_customer_id === external_id)
      .map(({ plan_code }) => plan_code);
  return {
    customers: (people?.customers ?? []).map((customer) => ({ ...customer, plans: plansOf(customer) })),
    customerCount: people?.meta.total_count ?? 0,
    invoices: invoiced?.invoices ?? [],
    invoiceCount: invoiced?.meta.total_count ?? 0,
  };
}

/** One invoice with its lines; undefined where there is none of that id. */
export const readInvoice = async (ask: AskBilling, id: string): Promise<InvoiceInFull | undefined> =>
  (await answered(ask, `/invoices/${encodeURIComponent(id)}`, isInvoice))?.invoice;

/** What was answered; undefined for what there is not. An answer of another shape is a fault of this server. */
async function answered<Type>(ask: AskBilling, path: string, guard: Guard<Type>): Promise<Type | undefined> {
  const { status, body } = (await ask(path)) ?? { status: 404 };
  if (status === 404) return undefined;
  if (status === 200 && guard(body)) return body;
  throw new Error(`the billing API answered ${path} with ${status} in a form that the pages cannot read`);
}
