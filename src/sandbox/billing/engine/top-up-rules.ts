import { dayIn, startOf } from "../../../domain/billing/calendar.ts";
import { centsToCredits } from "../../../domain/billing/credits.ts";
import { compare, decimalOr0 } from "../../../domain/billing/decimal.ts";
import { periodAt } from "../../../domain/billing/periods.ts";
import type { Billing } from "../billing.ts";
import type { TopUpRuleRecord } from "../records/top-up-rule.ts";
import type { WalletRecord } from "../records/wallet.ts";
import { customerById, zoneOf } from "./lookups.ts";

/** A rule of a wallet. */
export interface RuleOf {
  readonly wallet: WalletRecord;
  readonly rule: TopUpRuleRecord;
}

/** The rules that are looked at some day. One that has expired never is. */
export function waitingRules({ tables }: Billing): readonly (RuleOf & { readonly at: number })[] {
  return tables.wallets
    .filter(({ status }) => status === "active")
    .flatMap((wallet) =>
      (wallet.top_up_rules ?? []).flatMap((rule) =>
        rule.next_ms === null || isOver(rule, rule.next_ms) ? [] : [{ wallet, rule, at: rule.next_ms }],
      ),
    );
}

/** True for a rule that was ended, or has ended by itself by an instant. */
export const isOver = ({ status, expiration_at }: TopUpRuleRecord, ms: number): boolean =>
  status === "terminated" || (expiration_at !== null && Date.parse(expiration_at) <= ms);

/** The balance fell: rules that wait for that are looked at as soon as what made it fall is done. */
export function noteBalance(billing: Billing, walletId: string, at: number): void {
  const wallet = billing.tables.wallets.get(walletId);
  for (const rule of wallet?.top_up_rules ?? [])
    if (wallet !== undefined && rule.trigger === "threshold" && isLow(billing, { wallet, rule }))
      setRule(billing, wallet, { ...rule, next_ms: at });
}

/** A new rule's first time: its day where that is ahead, else the next of its days; for a threshold, now. */
export function firstTime(billing: Billing, { wallet, rule }: RuleOf, now: number): number | null {
  if (rule.trigger === "threshold") return isLow(billing, { wallet, rule }) ? now : null;
  const started = Date.parse(rule.started_at ?? "");
  return started > now
    ? startOf(dayIn(started, zone(billing, wallet)), zone(billing, wallet))
    : nextInterval(billing, { wallet, rule }, now);
}

/** The start of the next day on which the interval comes round, by the day that it was begun on. */
export function nextInterval(billing: Billing, { wallet, rule }: RuleOf, ms: number): number | null {
  if (rule.interval === null) return null;
  const timeZone = zone(billing, wallet);
  const anchor = dayIn(Date.parse(rule.started_at ?? wallet.created_at), timeZone);
  const period = periodAt({ interval: rule.interval, billingTime: "anniversary", anchor }, dayIn(ms, timeZone));
  return startOf(period.to + 1, timeZone);
}

const zone = (billing: Billing, { customer_id }: WalletRecord): string =>
  zoneOf(billing, customerById(billing, customer_id));

/** True while the balance, with what is bought and not paid yet, is not above the threshold. */
export function isLow({ tables }: Billing, { wallet, rule }: RuleOf): boolean {
  const pending = tables.walletTransactions
    .filter(({ wallet_id, status }) => wallet_id === wallet.lago_id && status === "pending")
    .reduce((sum, { cents }) => sum + cents, 0);
  const credits = decimalOr0(centsToCredits(wallet, wallet.balance_cents + pending));
  return compare(credits, decimalOr0(rule.threshold_credits)) <= 0;
}

/** Keeps a rule in place of the one of its id. */
export function setRule({ tables }: Billing, wallet: WalletRecord, rule: TopUpRuleRecord): WalletRecord {
  const rules = wallet.top_up_rules ?? [];
  return tables.wallets.change(wallet, {
    top_up_rules: rules.map((one) => (one.lago_id === rule.lago_id ? rule : one)),
  });
}
