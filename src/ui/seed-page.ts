import { printable } from "../domain/printable.ts";

/** What the page shows; see the flow `seed`. */
interface Page {
  readonly planned: boolean;
  readonly services: readonly Service[];
}

interface Service {
  readonly service: string;
  readonly does: string;
  readonly word: string;
  readonly note: string;
  readonly written: number;
  readonly counts: { readonly created: number; readonly updated: number };
  readonly changes: readonly Change[];
}

interface Change {
  readonly kind: string;
  readonly key: string;
  readonly do: string;
  readonly why?: string;
}

/** What a seeding wrote or would write, a line each with its reason; then what was left alone, and what could not be changed. */
export function seedPage({ planned, services }: Page): string {
  const lines = services.flatMap((one) => {
    const { service, does, word, note, changes } = one;
    if (does === "nothing") return [`${service}: nothing to seed (${[word, note].filter(Boolean).join(", ")})`];
    return [
      `${service}: ${summary(planned, one)}`,
      ...changes.filter((change) => change.do === "create" || change.do === "update").map(changeLine),
      ...changes
        .filter((change) => change.do === "blocked")
        .map(({ kind, key, why = "" }) => `  cannot change: ${kind} ${printable(key)} (${printable(why, WHY_LENGTH)})`),
      ...leftAlone(changes.filter((change) => change.do === "orphan")),
    ];
  });
  return lines.join("\n");
}

/** A reason may quote two values. */
const WHY_LENGTH = 300;

/** Applications make things by the thousand; JSON has them all. */
const MOST_LEFT_ALONE = 20;

function leftAlone(orphans: readonly Change[]): readonly string[] {
  const named = orphans.slice(0, MOST_LEFT_ALONE);
  const rest = orphans.length - named.length;
  return [
    ...named.map(({ kind, key }) => `  left alone: ${kind} ${printable(key)} (not in the document)`),
    ...(rest === 0 ? [] : [`  left alone: ${rest} more; --json names them all`]),
  ];
}

const changeLine = ({ kind, key, why = "", ...change }: Change): string =>
  `  ${change.do} ${kind} ${printable(key)}${why === "" ? "" : ` (${printable(why, WHY_LENGTH)})`}`;

function summary(planned: boolean, { counts, written }: Service): string {
  const differ = counts.created + counts.updated;
  if (planned) return differ === 0 ? "nothing would be written" : `${differ} would be written`;
  return written === 0 ? "as the document says, nothing written" : `${written} written`;
}
