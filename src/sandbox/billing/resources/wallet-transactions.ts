import { found } from "../api/fault.ts";
import { readFields } from "../api/fields.ts";
import { narrowed } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, ok, param } from "../api/route.ts";
import { topUp } from "../engine/top-up.ts";
import { noteBalance } from "../engine/top-up-rules.ts";
import { TOP_UP_FIELDS } from "../records/wallet.ts";
import { walletTransactionView } from "../views/wallet-view.ts";
import { walletTransactionsBy } from "./narrowings.ts";

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
    handle: (billing, call) => {
      const { tables } = billing;
      const wallet = found(tables.wallets.get(param(call, "id")), "wallet");
      const mine = tables.walletTransactions.filter(({ wallet_id }) => wallet_id === wallet.lago_id);
      const rows = narrowed(billing, call, { rows: mine, by: walletTransactionsBy });
      return page(call, "wallet_transactions", { rows: newest(rows), show: walletTransactionView });
    },
  },
];
