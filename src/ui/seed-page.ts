import { printable } from "../domain/printable.ts";
import type { SeedVerdict } from "../domain/seeding.ts";
import { isShown, seedDiff } from "./seed-diff.ts";

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
  readonly counts: Readonly<
    Record<"created" | "updated" | "unchanged" | "unmanaged" | "wouldPrune" | "pruned", number>
  >;
  readonly changes: readonly SeedVerdict[];
}

/** What a seeding wrote or would write, a line each with its reason or as a diff; then what it waits for, what was left alone, and what could not be changed. */
export function seedPage({ planned, services }: Page, { diff = false }: { readonly diff?: boolean } = {}): string {
  const lines = services.flatMap((one) => {
    const { service, does, word, note, changes } = one;
    if (does === "nothing") return [`${service}: nothing to seed (${[word, note].filter(Boolean).join(", ")})`];
    const of = (what: SeedVerdict["do"]) => changes.filter((change) => change.do === what);
    const told = diff ? changes.filter(isShown).map((change) => seedDiff(service, change)) : toldOf(changes);
    const others = of("orphan").filter(({ ours }) => ours === undefined);
    const awaited = of("wait").map(({ kind, key, why = "" }) => `  note: ${kind} ${printable(key)} ${why}`);
    return [`${service}: ${summary(planned, one)}`, ...told, ...awaited, ...leftAlone(others)];
  });
  return lines.join("\n");
}

function toldOf(changes: readonly SeedVerdict[]): readonly string[] {
  const of = (word: SeedVerdict["do"]) => changes.filter((change) => change.do === word);
  return [
    ...changes.filter(({ do: word }) => WRITES.includes(word)).map(changeLine),
    ...of("blocked").map(
      ({ kind, key, why = "" }) => `  cannot change: ${kind} ${printable(key)} (${printable(why, WHY_LENGTH)})`,
    ),
    ...of("orphan")
      .filter(({ ours }) => ours)
      .map(({ kind, key }) => `  no document names it any more: ${kind} ${printable(key)} (--prune removes it)`),
  ];
}

const WRITES: readonly SeedVerdict["do"][] = ["create", "update", "prune"];

/** A reason may quote two values. */
const WHY_LENGTH = 300;

/** Applications make things by the thousand; JSON has them all. */
const MOST_LEFT_ALONE = 20;

function leftAlone(orphans: readonly SeedVerdict[]): readonly string[] {
  const named = orphans.slice(0, MOST_LEFT_ALONE);
  const rest = orphans.length - named.length;
  return [
    ...named.map(({ kind, key }) => `  left alone: ${kind} ${printable(key)} (not in the document)`),
    ...(rest === 0 ? [] : [`  left alone: ${rest} more; --json names them all`]),
  ];
}

const changeLine = ({ kind, key, why, fields = [], ...change }: SeedVerdict): string => {
  const because = why ?? fields.map(({ field }) => `${field} differs`).join(", ");
  return `  ${change.do} ${kind} ${printable(key)}${because === "" ? "" : ` (${printable(because, WHY_LENGTH)})`}`;
};

function summary(planned: boolean, { counts, written }: Service): string {
  const differ = counts.created + counts.updated + counts.pruned;
  const beside = [
    [counts.unchanged, "unchanged"],
    [counts.unmanaged, "unmanaged"],
    [counts.wouldPrune, "to prune"],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  const said = planned
    ? `${differ === 0 ? "nothing" : differ} would be written`
    : written === 0
      ? "as the document says, nothing written"
      : `${written} written`;
  return [said, ...beside].join(", ");
}
