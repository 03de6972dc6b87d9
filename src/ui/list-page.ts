import { textTable } from "./table.ts";

/** What the page shows; see the flow `listStacks`. */
interface Page {
  readonly stacks: readonly ListedRow[];
}

interface ListedRow {
  readonly slot: number;
  readonly mode: string;
  readonly root?: string;
  readonly state: string;
  readonly checkoutGone: boolean;
  readonly pid?: number;
  readonly ports?: { readonly identity: number; readonly billing: number };
  readonly ageMs: number;
  readonly folder: string;
  readonly containers?: { readonly total: number; readonly running: number; readonly standIns: readonly string[] };
}

const HEADERS = ["Slot", "Mode", "State", "Sign-in", "Billing", "PID", "Containers", "Age", "Checkout"];

/** Every stack of this machine as aligned text. */
export function listPage({ stacks }: Page, width?: number): string {
  const rows = stacks.map((stack) => [
    String(stack.slot),
    stack.mode,
    stack.checkoutGone ? `${stack.state}, checkout gone` : stack.state,
    String(stack.ports?.identity ?? "-"),
    String(stack.ports?.billing ?? "-"),
    String(stack.pid ?? "-"),
    containersText(stack),
    ageText(stack.ageMs),
    stack.root ?? `unknown (${stack.folder})`,
  ]);
  return textTable(HEADERS, rows, width === undefined ? {} : { width });
}

function containersText({ containers }: ListedRow): string {
  if (containers === undefined) return "-";
  const { total, running, standIns } = containers;
  const count = running === total ? String(total) : `${running} of ${total} run`;
  return standIns.length === 0 ? count : `${count}, stand-in for ${standIns.join(", ")}`;
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** An age in its largest whole unit: `3 d`, `2 h`, `12 min`, `45 s`. */
export function ageText(ms: number): string {
  const [unit, one] = UNITS.find(([, least]) => ms >= least) ?? ["s", 1000];
  return `${Math.floor(ms / one)} ${unit}`;
}
