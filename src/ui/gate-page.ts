import { textTable } from "./table.ts";

/** A credential at the gate, as it is drawn. */
export interface GateLine {
  readonly id: string;
  readonly epic?: number;
  readonly passes: boolean;
  readonly because: string;
  readonly hops: readonly { readonly hop: string; readonly verdict: string }[];
}

/** One verdict for each hop of each credential. */
export function gateTable(lines: readonly GateLine[], width: number | undefined): string {
  const hops = lines[0]?.hops.map(({ hop }) => `${hop.charAt(0).toUpperCase()}${hop.slice(1)}`) ?? [];
  const rows = lines.map(({ id, epic, passes, because, hops: verdicts }) => [
    ...[id, epic === undefined ? "-" : String(epic)],
    ...verdicts.map(({ verdict }) => verdict),
    ...[passes ? "passes" : "stops", because],
  ]);
  return textTable(["Credential", "Epic", ...hops, "Gate", ""], rows, width === undefined ? {} : { width });
}
