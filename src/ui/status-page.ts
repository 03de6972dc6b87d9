import type { ServiceState, StatusResult } from "../domain/status.ts";
import { textTable } from "./table.ts";

/** The stack as it is now, for a person. */
export function statusPage(status: StatusResult, width?: number): string {
  const options = width === undefined ? {} : { width };
  const rows = status.services.map((service) => [
    service.title,
    service.word,
    RUNS[service.runs],
    service.address ?? "",
    usable(service),
    service.note,
  ]);
  const server = status.pid === undefined ? "" : ` (pid ${status.pid}, avb ${status.version})`;
  return [
    `Mode ${status.mode}, slot ${status.slot}: ${status.state}${server}`,
    textTable(["Service", "Matrix", "What runs", "Address", "Usable", "Note"], rows, options),
    ...status.files.map(({ path, state, why }) => `${path}: ${FILES[state] ?? state}${why ? ` (${why})` : ""}`),
    ...status.remarks,
  ].join("\n\n");
}

/** The page in place of what the terminal shows. */
export const redrawn = (page: string): string => `\u001b[H\u001b[2J${page}`;

const RUNS: Readonly<Record<ServiceState["runs"], string>> = {
  "stand-in": "sandbox server",
  container: "container",
  nothing: "nothing",
  outside: "outside",
};

const FILES: Readonly<Record<string, string>> = {
  stale: "its values are no longer those of this stack; avb dev up writes it again",
  edited: "edited by hand; avb leaves it alone",
  missing: "written once, and no longer there",
  kept: "written for production, left as it is",
  blocked: "cannot be written again",
};

const usable = ({ usable: isUsable }: ServiceState): string => {
  if (isUsable === undefined) return "-";
  return isUsable ? "yes" : "no";
};
