import type { AddOnRecord } from "../records/add-on.ts";
import type { AppliedCouponRecord, CouponRecord } from "../records/coupon.ts";
import type { CreditNoteRecord } from "../records/credit-note.ts";
import type { CustomerRecord } from "../records/customer.ts";
import type { InvoiceRecord, StandaloneFeeRecord } from "../records/invoice.ts";
import type { MetricRecord } from "../records/metric.ts";
import type { OrganizationRecord } from "../records/organization.ts";
import type { PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import type { TaxRecord } from "../records/tax.ts";
import type { WalletRecord, WalletTransactionRecord } from "../records/wallet.ts";
import type { DeliveryRecord, WebhookEndpointRecord } from "../records/webhook.ts";
import type { Row, Table } from "./table.ts";

/** Everything that is kept besides events. */
export interface Tables {
  readonly organization: Table<OrganizationRecord>;
  readonly customers: Table<CustomerRecord>;
  readonly metrics: Table<MetricRecord>;
  readonly plans: Table<PlanRecord>;
  readonly subscriptions: Table<SubscriptionRecord>;
  readonly addOns: Table<AddOnRecord>;
  readonly coupons: Table<CouponRecord>;
  readonly appliedCoupons: Table<AppliedCouponRecord>;
  readonly wallets: Table<WalletRecord>;
  readonly walletTransactions: Table<WalletTransactionRecord>;
  readonly invoices: Table<InvoiceRecord>;
  readonly standaloneFees: Table<StandaloneFeeRecord>;
  readonly creditNotes: Table<CreditNoteRecord>;
  readonly taxes: Table<TaxRecord>;
  readonly webhookEndpoints: Table<WebhookEndpointRecord>;
  readonly deliveries: Table<DeliveryRecord>;
}

/** Makes the tables, each by its name. */
export const makeTables = (make: <T extends Row>(name: string) => Table<T>): Tables => ({
  organization: make("organization"),
  customers: make("customers"),
  metrics: make("metrics"),
  plans: make("plans"),
  subscriptions: make("subscriptions"),
  addOns: make("addOns"),
  coupons: make("coupons"),
  appliedCoupons: make("appliedCoupons"),
  wallets: make("wallets"),
  walletTransactions: make("walletTransactions"),
  invoices: make("invoices"),
  standaloneFees: make("standaloneFees"),
  creditNotes: make("creditNotes"),
  taxes: make("taxes"),
  webhookEndpoints: make("webhookEndpoints"),
  deliveries: make("deliveries"),
});
