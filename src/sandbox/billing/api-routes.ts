import type { BillingRoute } from "./api/route.ts";
import { addOnRoutes } from "./resources/add-ons.ts";
import { appliedCouponRoutes } from "./resources/applied-coupons.ts";
import { couponRoutes } from "./resources/coupons.ts";
import { creditNoteRoutes } from "./resources/credit-notes.ts";
import { customerRoutes } from "./resources/customers.ts";
import { estimateRoutes } from "./resources/estimates.ts";
import { eventRoutes } from "./resources/events.ts";
import { feeRoutes } from "./resources/fees.ts";
import { invoiceRoutes } from "./resources/invoices.ts";
import { metricRoutes } from "./resources/metrics.ts";
import { oneOffInvoiceRoutes } from "./resources/one-off-invoices.ts";
import { organizationRoutes } from "./resources/organizations.ts";
import { planRoutes } from "./resources/plans.ts";
import { previewRoutes } from "./resources/previews.ts";
import { subscriptionRoutes } from "./resources/subscriptions.ts";
import { taxRoutes } from "./resources/taxes.ts";
import { usageRoutes } from "./resources/usage.ts";
import { walletTransactionRoutes } from "./resources/wallet-transactions.ts";
import { walletRoutes } from "./resources/wallets.ts";
import { webhookEndpointRoutes } from "./resources/webhook-endpoints.ts";

/** Everything that the mock offers below `/api/v1`; the first row that fits a path is taken. */
export const API_ROUTES: readonly BillingRoute[] = [
  ...organizationRoutes,
  ...customerRoutes,
  ...usageRoutes,
  ...metricRoutes,
  ...planRoutes,
  ...subscriptionRoutes,
  ...eventRoutes,
  ...estimateRoutes,
  ...addOnRoutes,
  ...couponRoutes,
  ...appliedCouponRoutes,
  ...walletRoutes,
  ...walletTransactionRoutes,
  ...previewRoutes,
  ...oneOffInvoiceRoutes,
  ...invoiceRoutes,
  ...creditNoteRoutes,
  ...feeRoutes,
  ...taxRoutes,
  ...webhookEndpointRoutes,
];
