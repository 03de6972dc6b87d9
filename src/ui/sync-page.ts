import { textTable } from "./table.ts";

/** What the page shows; see the flow `sync`. */
interface Page {
  readonly mode: string;
  readonly links: readonly Link[];
}

interface Link {
  readonly source: string;
  readonly service: string;
  readonly direction: "both" | "push" | "pull" | "query";
  readonly type: string;
  readonly proofs: readonly string[];
  readonly with: "service" | "stand-in" | "nothing";
  readonly last?: {
    readonly held: number;
    readonly broken: number;
    readonly skipped: number;
    readonly ageMs: number;
  };
}

const ARROWS: Readonly<Record<Link["direction"], string>> = { both: "<->", push: "->", pull: "<-", query: "?" };
const ENDS: Readonly<Record<Link["with"], string>> = {
  service: "runs",
  "stand-in": "sandbox's stand-in",
  nothing: "not in this stack",
};

/** A row for each link of the matrix's section 8. */
export const syncPage = ({ links }: Page, width?: number): string =>
  textTable(
    ["Source", "", "Service", "Type", "Other end", "Last proof", "Age"],
    links.map((link) => [
      ...[link.source, ARROWS[link.direction], link.service, link.type, ENDS[link.with]],
      ...[proofOf(link), link.last === undefined ? "-" : ageText(link.last.ageMs)],
    ]),
    width ? { width } : {},
  );

/** How a whole section ended: its counts are what is kept. */
function proofOf({ last, proofs }: Link): string {
  if (last === undefined) return "never";
  const { held, broken, skipped } = last;
  const section = proofs[0]?.split(".")[0] ?? "";
  if (broken > 0) return `${section}: ${broken} of ${held + broken} broken`;
  return held === 0 && skipped > 0 ? `${section}: not tried` : `${section}: ${held} held`;
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** A time as people say it, in its largest unit. */
export function ageText(ms: number): string {
  const [unit, size] = UNITS.find(([, one]) => ms >= one) ?? ["s", 1000];
  return `${Math.floor(ms / size)} ${unit}`;
}
