import { centsToCredits } from "../../../domain/billing/credits.ts";
import { found } from "../api/fault.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { WalletRecord, WalletTransactionRecord } from "../records/wallet.ts";
import { walletTransactionView, walletView } from "../views/wallet-view.ts";

/** A movement to book. */
export interface Movement {
  readonly transaction_status: WalletTransactionRecord["transaction_status"];
  readonly cents: number;
  readonly at: number;
  readonly invoice_id?: string | null;
  readonly name?: string | null;
  readonly source?: NonNullable<WalletTransactionRecord["source"]>;
}

const isInbound = (status: Movement["transaction_status"]): boolean => status === "purchased" || status === "granted";

/** Books a movement that is settled at once: the balance changes with it. */
export function settleTransaction(billing: Billing, walletId: string, movement: Movement): WalletTransactionRecord {
  const wallet = found(billing.tables.wallets.get(walletId), "wallet");
  move(billing, wallet, movement);
  return record(billing, wallet, { ...movement, settled: true });
}

/** Books credits that are the customer's once their invoice is paid. */
export function pendingPurchase(billing: Billing, wallet: WalletRecord, movement: Movement): WalletTransactionRecord {
  return record(billing, wallet, { ...movement, settled: false });
}

/** The invoice of these credits was paid. */
export function settlePurchase(billing: Billing, transaction: WalletTransactionRecord, at: number): void {
  const { wallets, walletTransactions } = billing.tables;
  const wallet = found(wallets.get(transaction.wallet_id), "wallet");
  move(billing, wallet, { ...transaction, at });
  const settled = walletTransactions.change(transaction, { status: "settled", settled_at: isoSecond(at) });
  billing.emit("wallet_transaction.updated", "wallet_transaction", walletTransactionView(settled));
}

function move({ tables, emit }: Billing, wallet: WalletRecord, { transaction_status, cents, at }: Movement): void {
  const inbound = isInbound(transaction_status);
  const time = isoSecond(at);
  const changed = tables.wallets.change(wallet, {
    balance_cents: wallet.balance_cents + (inbound ? cents : -cents),
    consumed_cents: wallet.consumed_cents + (transaction_status === "invoiced" ? cents : 0),
    last_balance_sync_at: time,
    ...(inbound ? {} : { last_consumed_credit_at: time }),
  });
  const customer = tables.customers.get(wallet.customer_id);
  if (customer !== undefined) emit("wallet.updated", "wallet", walletView(changed, customer));
}

function record(
  billing: Billing,
  wallet: WalletRecord,
  movement: Movement & { readonly settled: boolean },
): WalletTransactionRecord {
  const time = isoSecond(movement.at);
  const made = billing.tables.walletTransactions.put({
    lago_id: billing.newId(),
    wallet_id: wallet.lago_id,
    invoice_id: movement.invoice_id ?? null,
    status: movement.settled ? "settled" : "pending",
    transaction_status: movement.transaction_status,
    transaction_type: isInbound(movement.transaction_status) ? "inbound" : "outbound",
    cents: movement.cents,
    credits: centsToCredits(wallet, movement.cents),
    name: movement.name ?? null,
    source: movement.source ?? "manual",
    settled_at: movement.settled ? time : null,
    created_at: time,
  });
  billing.emit("wallet_transaction.created", "wallet_transaction", walletTransactionView(made));
  return made;
}
