import { documentedTable, type MatrixTable } from "./matrix.ts";
import type { ModeStatus } from "./matrix-rows.ts";
import { MODES, type Mode } from "./modes.ts";
import type { Service } from "./service.ts";

const HEADINGS: Readonly<Record<Mode, string>> = {
  sandbox: "3.1 SANDBOX Mode (Development)",
  live: "3.2 LIVE Mode (Development Production-Grade)",
  production: "3.3 Production Mode",
};

const HEADERS = ["Service", "Status", "Configuration", "Notes"];

/** Section 3: each service's state in each mode; what the document leaves out follows in a table of its own. */
export function modeTables(services: readonly Service[], only?: Mode): readonly MatrixTable[] {
  const modes = MODES.filter((mode) => only === undefined || mode === only);
  return [...modes.map((mode) => documentedModes(services, mode)), derivedModes(services, modes)];
}

function documentedModes(services: readonly Service[], mode: Mode): MatrixTable {
  const rows = services.flatMap(({ title, statuses }) => {
    const status = statuses?.[mode];
    return status === undefined || status.derivedFrom !== undefined ? [] : [[`**${title}**`, ...cells(status)]];
  });
  return documentedTable(HEADERS, rows, HEADINGS[mode]);
}

function derivedModes(services: readonly Service[], modes: readonly Mode[]): MatrixTable {
  const rows = services.flatMap(({ title, statuses }) =>
    modes.flatMap((mode) => {
      const status = statuses?.[mode];
      return status?.derivedFrom === undefined
        ? []
        : [[`**${title}**`, mode.toUpperCase(), ...cells(status), status.derivedFrom]];
    }),
  );
  return {
    kind: "table",
    heading: "Derived from other sections",
    documented: false,
    headers: ["Service", "Mode", "Status", "Configuration", "Notes", "From"],
    rows,
    remarks: [],
  };
}

const cells = (status: ModeStatus): readonly string[] => [status.word, status.configuration, status.notes];
