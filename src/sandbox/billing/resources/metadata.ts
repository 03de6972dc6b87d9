import { invalid } from "../api/fault.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { MetadataEntry } from "../records/customer.ts";

/** The entries that a client writes: those with a known id or key are replaced, those it leaves out go. */
export function readMetadata(
  billing: Billing,
  input: readonly Readonly<Record<string, unknown>>[] | null,
  held: readonly MetadataEntry[],
): readonly MetadataEntry[] {
  if (input === null) return held;
  return input.map(({ id, key, value, display_in_invoice }) => {
    if (typeof key !== "string" || key === "") throw invalid({ metadata: ["value_is_mandatory"] });
    const old = held.find((entry) => entry.lago_id === id || entry.key === key);
    return {
      lago_id: old?.lago_id ?? billing.newId(),
      key,
      value: String(value ?? ""),
      display_in_invoice: display_in_invoice === true,
      created_at: old?.created_at ?? isoSecond(billing.clock.now()),
    };
  });
}
