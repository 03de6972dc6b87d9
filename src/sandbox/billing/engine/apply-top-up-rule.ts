import { centsToCredits } from "../../../domain/billing/credits.ts";
import { compare, decimalOr0, minus, toText } from "../../../domain/billing/decimal.ts";
import type { Billing } from "../billing.ts";
import type { TopUpRuleRecord } from "../records/top-up-rule.ts";
import type { WalletRecord } from "../records/wallet.ts";
import { topUp } from "./top-up.ts";
import { isLow, nextInterval, type RuleOf, setRule, waitingRules } from "./top-up-rules.ts";

/** Does what the rules say whose time has come. */
export function applyRulesAt(billing: Billing, at: number): void {
  for (const one of waitingRules(billing)) if (one.at === at) applyRule(billing, one, at);
}

/** Puts in what a rule says, as of an instant, and sets when it is looked at again. */
function applyRule(billing: Billing, { wallet, rule }: RuleOf, at: number): void {
  const next_ms = rule.trigger === "interval" ? nextInterval(billing, { wallet, rule }, at) : null;
  const planned = setRule(billing, wallet, { ...rule, next_ms });
  if (rule.trigger === "threshold" && !isLow(billing, { wallet: planned, rule })) return;
  const { paid_credits, granted_credits } = creditsOf(planned, rule);
  const name = rule.transaction_name;
  topUp(billing, planned, { paid_credits, granted_credits, voided_credits: null, name, at, source: rule.trigger });
}

function creditsOf(wallet: WalletRecord, rule: TopUpRuleRecord) {
  const { paid_credits, granted_credits, method, grants_target_top_up } = rule;
  if (method === "fixed") return { paid_credits, granted_credits };
  const gap = minus(decimalOr0(rule.target_ongoing_balance), decimalOr0(centsToCredits(wallet, wallet.balance_cents)));
  const missing = compare(gap, decimalOr0(0)) > 0 ? toText(gap) : null;
  return grants_target_top_up === true
    ? { paid_credits: null, granted_credits: missing }
    : { paid_credits: missing, granted_credits: null };
}
