import { invalid } from "../api/fault.ts";

/** 422 where a code or address is another one's already. */
export function mustBeNew(existing: object | undefined, field: string): void {
  if (existing !== undefined) throw invalid({ [field]: ["value_already_exist"] });
}

/** 422 that names what this mock leaves out, so that nothing is silently priced another way than Lago would. */
export function refuseUnoffered(
  input: Readonly<Record<string, unknown>>,
  unoffered: Readonly<Record<string, readonly unknown[] | "any">>,
): void {
  for (const [field, values] of Object.entries(unoffered)) {
    const value = input[field];
    const isSet = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "";
    if (isSet && (values === "any" || values.includes(value))) throw invalid({ [field]: ["not_offered_by_mock"] });
  }
}
