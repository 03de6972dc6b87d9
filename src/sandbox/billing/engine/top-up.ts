import { creditsToCents } from "../../../domain/billing/credits.ts";
import { fromCents } from "../../../domain/billing/currency.ts";
import { decimalOr0, divide, isZero, toText } from "../../../domain/billing/decimal.ts";
import { invalid } from "../api/fault.ts";
import type { Read } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord } from "../records/invoice.ts";
import type { TOP_UP_FIELDS, WalletRecord, WalletTransactionRecord } from "../records/wallet.ts";
import { makeInvoice } from "./invoices.ts";
import { customerById } from "./lookups.ts";
import { pendingPurchase, settlePurchase, settleTransaction } from "./wallets.ts";

/** Credits to put in or take out, when (ms), and what asks for it. */
export interface TopUpOrder extends Read<typeof TOP_UP_FIELDS> {
  readonly at: number;
  readonly source: NonNullable<WalletTransactionRecord["source"]>;
}

/** Puts credits into a wallet or takes them out: granted ones at once, paid ones when their invoice is paid. */
export function topUp(
  billing: Billing,
  wallet: WalletRecord,
  { paid_credits, granted_credits, voided_credits, name, at, source }: TopUpOrder,
): readonly WalletTransactionRecord[] {
  const amount = (credits: string | null) => {
    if (credits === null || isZero(decimalOr0(credits))) return undefined;
    return { cents: creditsToCents(wallet, credits), at, name, source };
  };
  const [paid, granted, voided] = [paid_credits, granted_credits, voided_credits].map(amount);
  const held = () => billing.tables.wallets.get(wallet.lago_id)?.balance_cents ?? 0;
  const made: WalletTransactionRecord[] = [];
  if (paid !== undefined) made.push(purchase(billing, wallet, paid));
  if (granted !== undefined)
    made.push(settleTransaction(billing, wallet.lago_id, { ...granted, transaction_status: "granted" }));
  if (voided !== undefined) {
    if (voided.cents > held()) throw invalid({ voided_credits: ["insufficient_credits"] });
    made.push(settleTransaction(billing, wallet.lago_id, { ...voided, transaction_status: "voided" }));
  }
  return made;
}

interface Paid {
  readonly cents: number;
  readonly at: number;
  readonly name: string | null;
  readonly source: TopUpOrder["source"];
}

/** Sells credits: an invoice over them, and the credits once it is paid; those that cost nothing are there at once. */
function purchase(billing: Billing, wallet: WalletRecord, paid: Paid): WalletTransactionRecord {
  const { invoices, walletTransactions } = billing.tables;
  const pending = pendingPurchase(billing, wallet, { ...paid, transaction_status: "purchased" });
  const { currency } = wallet;
  const customer = customerById(billing, wallet.customer_id);
  const fees = [creditFee(billing, wallet, { ...pending, ...paid })];
  const invoice = makeInvoice(billing, { customer, type: "credit", currency, parts: [], fees, at: paid.at });
  const linked = walletTransactions.change(pending, { invoice_id: invoice?.lago_id ?? null });
  const isPaid = invoice === undefined || invoices.get(invoice.lago_id)?.payment_status === "succeeded";
  if (isPaid) settlePurchase(billing, linked, paid.at);
  return walletTransactions.get(linked.lago_id) ?? linked;
}

function creditFee(billing: Billing, wallet: WalletRecord, of: WalletTransactionRecord & Paid): FeeRecord {
  const amount = fromCents(of.cents, wallet.currency);
  const units = decimalOr0(of.credits);
  return {
    lago_id: billing.newId(),
    type: "credit",
    subscription_id: null,
    charge_id: null,
    item: { id: of.lago_id, code: "credit", name: of.name ?? "Prepaid credits", display: of.name ?? "Prepaid credits" },
    plan_code: null,
    amount_cents: of.cents,
    coupon_cents: 0,
    precise_amount: toText(amount),
    precise_unit_amount: toText(isZero(units) ? amount : divide(amount, units, 15)),
    units: of.credits,
    events_count: null,
    description: null,
    pay_in_advance: true,
    from: null,
    to: null,
  };
}
