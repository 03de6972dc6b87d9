import type { RunTools } from "../domain/graph.ts";
import { isDrift, type SeedVerdict } from "../domain/seeding.ts";
import type { SeedOptions } from "./seed.ts";
import { seed } from "./seed.ts";

/** What differs in one service. */
export interface ServiceDrift {
  readonly service: string;
  readonly does: "seeds" | "nothing";
  /** The matrix's word for the mode, and its note. */
  readonly word: string;
  readonly note: string;
  readonly unchanged: number;
  /** There, in no document, and not made by avb: no drift. */
  readonly unmanaged: number;
  readonly drift: readonly SeedVerdict[];
}

/** What differs from the documents. */
export interface DriftResult {
  readonly count: number;
  readonly services: readonly ServiceDrift[];
}

/** What `seed` would change now; nothing is written. Services that the mode bypasses are reported as such. */
export async function drift(
  tools: RunTools,
  options: Pick<SeedOptions, "mode" | "services" | "seeders">,
): Promise<DriftResult> {
  const { services } = await seed(tools, { ...options, planOnly: true });
  const all = services.map(({ service, does, word, note, counts, changes }): ServiceDrift => {
    const { unchanged, unmanaged } = counts;
    return { service, does, word, note, unchanged, unmanaged, drift: changes.filter(isDrift) };
  });
  return { count: all.reduce((sum, one) => sum + one.drift.length, 0), services: all };
}
