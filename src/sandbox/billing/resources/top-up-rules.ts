import { BillingFault, invalid } from "../api/fault.ts";
import { isObject, isoSecond, readFields } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { firstTime } from "../engine/top-up-rules.ts";
import { TOP_UP_RULE_FIELDS, type TopUpRuleRecord } from "../records/top-up-rule.ts";
import type { WalletRecord } from "../records/wallet.ts";

type Input = Readonly<Record<string, unknown>>;

const refused = (code: string) => invalid({ recurring_transaction_rules: [code] });

/** The rules of a wallet as a client writes them: one that it names by id is changed, one that it leaves out is ended. */
export function withRules(billing: Billing, wallet: WalletRecord, input: Input): WalletRecord {
  const given = input.recurring_transaction_rules;
  if (given === undefined || given === null) return wallet;
  if (!Array.isArray(given) || !given.every(isObject)) throw refused("invalid_recurring_rule");
  if (given.length > 1) throw refused("invalid_number_of_recurring_rules");
  const held = wallet.top_up_rules ?? [];
  const rules = given.map((one) => readRule(billing, wallet, { input: one, wallet: input }));
  const ended = held
    .filter(({ lago_id }) => !rules.some((rule) => rule.lago_id === lago_id))
    .map((rule) => ({ ...rule, status: "terminated", next_ms: null }) as const);
  const changed = billing.tables.wallets.change(wallet, { top_up_rules: [...ended, ...rules] });
  const now = billing.clock.now();
  const timed = rules.map((rule) => ({ ...rule, next_ms: firstTime(billing, { wallet: changed, rule }, now) }));
  return billing.tables.wallets.change(changed, { top_up_rules: [...ended, ...timed] });
}

function readRule(billing: Billing, wallet: WalletRecord, of: { input: Input; wallet: Input }): TopUpRuleRecord {
  const old = (wallet.top_up_rules ?? []).find(({ lago_id }) => lago_id === of.input.lago_id);
  const fields = readValid({ ...old, ...of.input });
  const isBare = fields.method === "fixed" && fields.paid_credits === null && fields.granted_credits === null;
  const own = isBare ? readCredits(of.wallet) : {};
  return {
    ...fields,
    ...own,
    lago_id: old?.lago_id ?? billing.newId(),
    status: "active",
    created_at: old?.created_at ?? isoSecond(billing.clock.now()),
    next_ms: null,
  };
}

/** Where a rule names no credits, it repeats those that the wallet begins with. */
const readCredits = ({ paid_credits, granted_credits }: Input) => ({
  paid_credits: typeof paid_credits === "string" ? paid_credits : null,
  granted_credits: typeof granted_credits === "string" ? granted_credits : null,
});

/** Lago says of a rule only that it is wrong. */
function readValid(input: Input) {
  const fields = readOrRefuse(input);
  const { trigger, interval, threshold_credits, method, target_ongoing_balance } = fields;
  const isTimed = trigger === "interval" ? interval !== null : threshold_credits !== null;
  if (!isTimed || (method === "target" && target_ongoing_balance === null)) throw refused("invalid_recurring_rule");
  return fields;
}

function readOrRefuse(input: Input) {
  try {
    return readFields(TOP_UP_RULE_FIELDS, input);
  } catch (error) {
    throw error instanceof BillingFault ? refused("invalid_recurring_rule") : error;
  }
}
