import { printable } from "../domain/printable.ts";
import type { SeedVerdict } from "../domain/seeding.ts";
import { seedDiff } from "./seed-diff.ts";

/** What the page shows; see the flow `drift`. */
interface Page {
  readonly services: readonly {
    readonly service: string;
    readonly does: string;
    readonly word: string;
    readonly note: string;
    readonly unmanaged: number;
    readonly drift: readonly SeedVerdict[];
  }[];
}

/** What differs from the documents as one unified diff a thing, and a line for each service of which there is nothing to say. */
export const driftPage = ({ services }: Page): string =>
  services
    .flatMap(({ service, does, word, note, unmanaged, drift }) => {
      if (does === "nothing") return [`${service}: nothing to compare (${[word, note].filter(Boolean).join(", ")})`];
      const beside = unmanaged === 0 ? "" : `, ${unmanaged} unmanaged`;
      const head = `${service}: ${drift.length === 0 ? "as the document says" : `${drift.length} differ`}${beside}`;
      return [head, ...drift.map((verdict) => seedDiff(service, verdict))];
    })
    .join("\n");

/** Some of the things that differ, as a clause. */
export function namedDrift({ services }: Page): string {
  const all = services.flatMap(({ drift }) => drift.map(({ kind, key }) => `${kind} ${printable(key)}`));
  const rest = all.length - MOST_NAMED;
  return [...all.slice(0, MOST_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

const MOST_NAMED = 3;
