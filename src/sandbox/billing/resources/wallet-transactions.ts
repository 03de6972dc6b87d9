import { found } from "../api/fault.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, ok, param } from "../api/route.ts";
import { walletTransactionView } from "../views/wallet-view.ts";
import { topUp } from "./top-up.ts";

/** Movements of wallets. */
export const walletTransactionRoutes: readonly BillingRoute[] = [
  {
    method: "POST",
    path: "/wallet_transactions",
    handle: (billing, call) => {
      const input = bodyOf(call, "wallet_transaction");
      const wallet = billing.tables.wallets.get(String(input.wallet_id ?? ""));
      const open = found(wallet?.status === "active" ? wallet : undefined, "wallet");
      return ok({ wallet_transactions: topUp(billing, open, input).map(walletTransactionView) });
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
