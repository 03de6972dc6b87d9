import { found } from "../api/fault.ts";
import { isoSecond, readFields, readGiven } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { ADD_ON_FIELDS, type AddOnRecord } from "../records/add-on.ts";
import { taxesView } from "../views/tax-view.ts";
import { taxIdsFrom } from "./tax-codes.ts";
import { mustBeNew } from "./unique.ts";

const withCode = ({ tables }: Billing, code: string) => tables.addOns.find((row) => row.code === code);
const named = (billing: Billing, call: Call): AddOnRecord => found(withCode(billing, param(call, "code")), "add_on");
const view = (billing: Billing, { tax_ids, ...row }: AddOnRecord): object => ({
  ...row,
  taxes: taxesView(billing, tax_ids),
});
const shown = (billing: Billing, row: AddOnRecord) => ok({ add_on: view(billing, row) });

/** Things that are billed once. */
export const addOnRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/add_ons",
    handle: (billing, call) =>
      page(call, "add_ons", { rows: newest(billing.tables.addOns.all()), show: (row) => view(billing, row) }),
  },
  { method: "GET", path: "/add_ons/:code", handle: (billing, call) => shown(billing, named(billing, call)) },
  {
    method: "POST",
    path: "/add_ons",
    handle: (billing, call) => {
      const input = bodyOf(call, "add_on");
      const fields = { ...readFields(ADD_ON_FIELDS, input), ...taxIdsFrom(billing, input) };
      mustBeNew(withCode(billing, fields.code), "code");
      const created_at = isoSecond(billing.clock.now());
      return shown(billing, billing.tables.addOns.put({ lago_id: billing.newId(), ...fields, created_at }));
    },
  },
  {
    method: "PUT",
    path: "/add_ons/:code",
    handle: (billing, call) => {
      const row = named(billing, call);
      const input = bodyOf(call, "add_on");
      const fields = { ...readGiven(ADD_ON_FIELDS, input), ...taxIdsFrom(billing, input) };
      if (fields.code !== undefined && fields.code !== row.code) mustBeNew(withCode(billing, fields.code), "code");
      return shown(billing, billing.tables.addOns.change(row, fields));
    },
  },
  {
    method: "DELETE",
    path: "/add_ons/:code",
    handle: (billing, call) => {
      const row = named(billing, call);
      billing.tables.addOns.remove(row.lago_id);
      return shown(billing, row);
    },
  },
];
