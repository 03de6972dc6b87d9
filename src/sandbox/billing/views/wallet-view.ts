import { centsToCredits } from "../../../domain/billing/credits.ts";
import type { CustomerRecord } from "../records/customer.ts";
import type { TopUpRuleRecord } from "../records/top-up-rule.ts";
import type { WalletRecord, WalletTransactionRecord } from "../records/wallet.ts";

/** A wallet as the API shows it. The ongoing balance is the settled one: usage of an open period is not held against it. */
export function walletView(wallet: WalletRecord, { external_id }: Pick<CustomerRecord, "external_id">): object {
  const { customer_id, consumed_cents, top_up_rules = [], ...shown } = wallet;
  const credits = centsToCredits(wallet, wallet.balance_cents);
  return {
    ...shown,
    lago_customer_id: customer_id,
    external_customer_id: external_id,
    billing_entity_code: "default",
    credits_balance: credits,
    consumed_credits: centsToCredits(wallet, consumed_cents),
    ongoing_balance_cents: wallet.balance_cents,
    ongoing_usage_balance_cents: 0,
    credits_ongoing_balance: credits,
    credits_ongoing_usage_balance: "0.0",
    applies_to: { fee_types: [], billable_metric_codes: [] },
    recurring_transaction_rules: top_up_rules.filter(({ status }) => status === "active").map(ruleView),
    paid_top_up_min_amount_cents: null,
    paid_top_up_max_amount_cents: null,
    applied_invoice_custom_sections: [],
  };
}

/** A movement of a wallet as the API shows it. */
export const walletTransactionView = (transaction: WalletTransactionRecord): object => ({
  lago_id: transaction.lago_id,
  lago_wallet_id: transaction.wallet_id,
  lago_invoice_id: transaction.invoice_id,
  lago_credit_note_id: null,
  lago_voided_invoice_id: null,
  status: transaction.status,
  source: transaction.source ?? "manual",
  transaction_status: transaction.transaction_status,
  transaction_type: transaction.transaction_type,
  amount: transaction.credits,
  credit_amount: transaction.credits,
  invoice_requires_successful_payment: false,
  metadata: [],
  remaining_amount_cents: null,
  remaining_credit_amount: null,
  priority: 50,
  settled_at: transaction.settled_at,
  failed_at: null,
  created_at: transaction.created_at,
  name: transaction.name,
  payment_method: { payment_method_type: "provider", payment_method_id: null },
});

const ruleView = ({ next_ms: _, ...rule }: TopUpRuleRecord): object => ({
  ...rule,
  threshold_credits: rule.threshold_credits ?? "0.0",
  paid_credits: rule.paid_credits ?? "0.0",
  granted_credits: rule.granted_credits ?? "0.0",
  grants_target_top_up: rule.method === "target" ? (rule.grants_target_top_up ?? false) : null,
  invoice_requires_successful_payment: rule.invoice_requires_successful_payment ?? false,
  transaction_metadata: rule.transaction_metadata ?? [],
  ignore_paid_top_up_limits: false,
  applied_invoice_custom_sections: [],
});
