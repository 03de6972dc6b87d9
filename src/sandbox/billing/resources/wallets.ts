import { found, invalid } from "../api/fault.ts";
import { isoSecond, readFields, readGiven } from "../api/fields.ts";
import { narrowed } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { customerById, customerOf } from "../engine/lookups.ts";
import { topUp } from "../engine/top-up.ts";
import { TOP_UP_FIELDS, WALLET_FIELDS, type WalletRecord } from "../records/wallet.ts";
import { walletView } from "../views/wallet-view.ts";
import { walletsBy } from "./narrowings.ts";
import { withRules } from "./top-up-rules.ts";

const view = (billing: Billing, wallet: WalletRecord): object =>
  walletView(wallet, customerById(billing, wallet.customer_id));

const named = ({ tables }: Billing, call: Call): WalletRecord => found(tables.wallets.get(param(call, "id")), "wallet");

function made(billing: Billing, input: Readonly<Record<string, unknown>>): WalletRecord {
  const { external_customer_id, ...fields } = readFields(WALLET_FIELDS, input);
  const customer = customerOf(billing, external_customer_id);
  if (customer.currency !== null && customer.currency !== fields.currency)
    throw invalid({ currency: ["currencies_does_not_match"] });
  mustBeAhead(billing, fields.expiration_at);
  const wallet = billing.tables.wallets.put({
    lago_id: billing.newId(),
    ...fields,
    customer_id: customer.lago_id,
    status: "active",
    balance_cents: 0,
    consumed_cents: 0,
    created_at: isoSecond(billing.clock.now()),
    terminated_at: null,
    last_balance_sync_at: null,
    last_consumed_credit_at: null,
  });
  if (customer.currency === null) billing.tables.customers.change(customer, { currency: fields.currency });
  billing.emit("wallet.created", "wallet", view(billing, wallet));
  const first = { ...input, name: input.transaction_name };
  topUp(billing, wallet, { ...readFields(TOP_UP_FIELDS, first), at: billing.clock.now(), source: "manual" });
  return withRules(billing, billing.tables.wallets.get(wallet.lago_id) ?? wallet, input);
}

/** A wallet cannot end before it is written. */
function mustBeAhead({ clock }: Billing, expiration: string | null | undefined): void {
  if (typeof expiration === "string" && Date.parse(expiration) <= clock.now())
    throw invalid({ expiration_at: ["invalid_date"] });
}

function changed(billing: Billing, wallet: WalletRecord, input: Readonly<Record<string, unknown>>): WalletRecord {
  const { name, code, priority, expiration_at, metadata, invoice_requires_successful_payment } = readGiven(
    WALLET_FIELDS,
    input,
  );
  if (expiration_at !== wallet.expiration_at) mustBeAhead(billing, expiration_at);
  const fields = { name, code, priority, expiration_at, metadata, invoice_requires_successful_payment };
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const kept = withRules(billing, billing.tables.wallets.change(wallet, given), input);
  billing.emit("wallet.updated", "wallet", view(billing, kept));
  return kept;
}

function terminate(billing: Billing, wallet: WalletRecord): WalletRecord {
  if (wallet.status === "terminated") return wallet;
  const terminated_at = isoSecond(billing.clock.now());
  const ended = billing.tables.wallets.change(wallet, { status: "terminated", terminated_at });
  billing.emit("wallet.terminated", "wallet", view(billing, ended));
  return ended;
}

function list(billing: Billing, call: Call, externalId: string | null) {
  const owner = externalId === null ? undefined : customerOf(billing, externalId).lago_id;
  const mine = billing.tables.wallets.filter(({ customer_id }) => owner === undefined || customer_id === owner);
  const rows = narrowed(billing, call, { rows: mine, by: walletsBy });
  return page(call, "wallets", { rows: newest(rows), show: (wallet) => view(billing, wallet) });
}

/** Prepaid credits. */
export const walletRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/wallets",
    handle: (billing, call) => list(billing, call, call.query.get("external_customer_id")),
  },
  {
    method: "GET",
    path: "/customers/:customer/wallets",
    handle: (billing, call) => list(billing, call, param(call, "customer")),
  },
  {
    method: "GET",
    path: "/wallets/:id",
    handle: (billing, call) => ok({ wallet: view(billing, named(billing, call)) }),
  },
  {
    method: "POST",
    path: "/wallets",
    handle: (billing, call) => ok({ wallet: view(billing, made(billing, bodyOf(call, "wallet"))) }),
  },
  {
    method: "PUT",
    path: "/wallets/:id",
    handle: (billing, call) =>
      ok({ wallet: view(billing, changed(billing, named(billing, call), bodyOf(call, "wallet"))) }),
  },
  {
    method: "DELETE",
    path: "/wallets/:id",
    handle: (billing, call) => ok({ wallet: view(billing, terminate(billing, named(billing, call))) }),
  },
];
