import { found } from "../api/fault.ts";
import { readFields } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, ok, param } from "../api/route.ts";
import { topUp } from "../engine/top-up.ts";
import { noteBalance } from "../engine/top-up-rules.ts";
import { TOP_UP_FIELDS } from "../records/wallet.ts";
import { walletTransactionView } from "../views/wallet-view.ts";

/** Movements of wallets. */
export const walletTransactionRoutes: readonly BillingRoute[] = [
  {
    method: "POST",
    path: "/wallet_transactions",
    handle: (billing, call) => {
      const input = bodyOf(call, "wallet_transaction");
      const wallet = billing.tables.wallets.get(String(input.wallet_id ?? ""));
      const open = found(wallet?.status === "active" ? wallet : undefined, "wallet");
      const order = { ...readFields(TOP_UP_FIELDS, input), at: billing.clock.now(), source: "manual" } as const;
      const made = topUp(billing, open, order);
      noteBalance(billing, open.lago_id, order.at);
      return ok({ wallet_transactions: made.map(walletTransactionView) });
    },
  },
  {
    method: "GET",
    path: "/wallet_transactions/:id",
    handle: ({ tables }, call) => {
      const row = found(tables.walletTransactions.get(param(call, "id")), "wallet_transaction");
      return ok({ wallet_transaction: walletTransactionView(row) });
    },
  },
  {
    method: "GET",
    path: "/wallets/:id/wallet_transactions",
    handle: ({ tables }, call) => {
      const wallet = found(tables.wallets.get(param(call, "id")), "wallet");
      const status = call.query.get("status");
      const type = call.query.get("transaction_type");
      const rows = tables.walletTransactions.filter(
        (row) =>
          row.wallet_id === wallet.lago_id &&
          (status === null || row.status === status) &&
          (type === null || row.transaction_type === type),
      );
      return page(call, "wallet_transactions", { rows: newest(rows), show: walletTransactionView });
    },
  },
];
