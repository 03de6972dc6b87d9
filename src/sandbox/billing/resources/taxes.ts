import { found } from "../api/fault.ts";
import { isoSecond, readFields, readGiven } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { TAX_FIELDS, type TaxRecord } from "../records/tax.ts";
import { taxView } from "../views/tax-view.ts";
import { mustBeNew } from "./unique.ts";

const withCode = ({ tables }: Billing, code: string) => tables.taxes.find((tax) => tax.code === code);

const named = (billing: Billing, call: Call): TaxRecord => found(withCode(billing, param(call, "code")), "tax");

const shown = (tax: TaxRecord) => ok({ tax: taxView(tax) });

/** What is added to bills. */
export const taxRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/taxes",
    handle: ({ tables }, call) => page(call, "taxes", { rows: newest(tables.taxes.all()), show: taxView }),
  },
  { method: "GET", path: "/taxes/:code", handle: (billing, call) => shown(named(billing, call)) },
  {
    method: "POST",
    path: "/taxes",
    handle: (billing, call) => {
      const fields = readFields(TAX_FIELDS, bodyOf(call, "tax"));
      mustBeNew(withCode(billing, fields.code), "code");
      const lago_id = billing.idOf("taxes", fields.code);
      return shown(billing.tables.taxes.put({ lago_id, ...fields, created_at: isoSecond(billing.clock.now()) }));
    },
  },
  {
    method: "PUT",
    path: "/taxes/:code",
    handle: (billing, call) => {
      const tax = named(billing, call);
      const fields = readGiven(TAX_FIELDS, bodyOf(call, "tax"));
      if (fields.code !== undefined && fields.code !== tax.code) mustBeNew(withCode(billing, fields.code), "code");
      return shown(billing.tables.taxes.change(tax, fields));
    },
  },
  {
    method: "DELETE",
    path: "/taxes/:code",
    handle: (billing, call) => {
      const tax = named(billing, call);
      billing.tables.taxes.remove(tax.lago_id);
      return shown(tax);
    },
  },
];
