import type { FragmentSchema } from "../domain/fragment.ts";

/** The allow-list of compose fragments; its library is loaded when a fragment is first looked at. */
export const fragmentSchema: FragmentSchema = {
  check: async (value) => (await import("./fragment-schema.ts")).zodFragmentSchema.check(value),
  checkDefaults: async (value) => (await import("./fragment-schema.ts")).zodFragmentSchema.checkDefaults(value),
};
