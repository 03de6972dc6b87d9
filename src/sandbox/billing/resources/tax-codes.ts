import { found, invalid } from "../api/fault.ts";
import type { Billing } from "../billing.ts";

/** The ids of the taxes that a client names by their codes; undefined where it names none. 404 for a code that is no tax's. */
export function readTaxCodes({ tables }: Billing, input: unknown): readonly string[] | undefined {
  if (input === undefined || input === null) return undefined;
  if (!Array.isArray(input)) throw invalid({ tax_codes: ["value_is_invalid"] });
  return input.map(
    (code) =>
      found(
        tables.taxes.find((tax) => tax.code === code),
        "tax",
      ).lago_id,
  );
}

/** The member that keeps them, where a client names some. */
export function taxIdsFrom(billing: Billing, { tax_codes }: Readonly<Record<string, unknown>>) {
  const tax_ids = readTaxCodes(billing, tax_codes);
  return tax_ids === undefined ? {} : { tax_ids };
}
