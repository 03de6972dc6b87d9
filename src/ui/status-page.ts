import type { ContainerStatus, ServiceState, StatusResult } from "../domain/status.ts";
import { ageText } from "./list-page.ts";
import { textTable } from "./table.ts";

/** How the page is drawn: columns of the terminal, and the time that ages are counted to. */
export interface StatusPageOptions {
  readonly width?: number | undefined;
  readonly nowMs: number;
}

/** The stack as it is now, for a person. */
export function statusPage(status: StatusResult, { width, nowMs }: StatusPageOptions): string {
  const options = width === undefined ? {} : { width };
  const rows = status.services.map((service) => [
    service.title,
    service.word,
    RUNS[service.runs],
    service.address ?? "",
    usable(service),
    service.fix === undefined ? service.note : `${service.note}; ${service.fix}`,
  ]);
  const containers = status.services.flatMap((service) => service.containers ?? []);
  const server = status.pid === undefined ? "" : ` (pid ${status.pid}, avb ${status.version})`;
  return [
    `Mode ${status.mode}, slot ${status.slot}: ${status.state}${server}`,
    textTable(["Service", "Matrix", "What runs", "Address", "Usable", "Note"], rows, options),
    ...(containers.length === 0
      ? []
      : [
          textTable(
            COLUMNS,
            containers.map((one) => containerRow(one, nowMs)),
            options,
          ),
        ]),
    ...status.files.map(({ path, state, why }) => `${path}: ${FILES[state] ?? state}${why ? ` (${why})` : ""}`),
    ...status.remarks,
  ].join("\n\n");
}

/** The page in place of what the terminal shows. */
export const redrawn = (page: string): string => `\u001b[H\u001b[2J${page}`;

const COLUMNS = ["Container", "State", "Since", "Ports", "Restarts", "Memory", "CPU", "Image"];

const containerRow = (one: ContainerStatus, nowMs: number): readonly string[] => [
  one.container,
  stateText(one),
  one.sinceMs === undefined ? "-" : ageText(Math.max(nowMs - one.sinceMs, 0)),
  one.ports.map(({ host }) => host).join(", "),
  String(one.restarts),
  memoryText(one),
  one.usage === undefined ? "-" : `${one.usage.cpuPercent.toFixed(1)} %`,
  one.standIn ? `${one.image} (stand-in)` : one.image,
];

const stateText = ({ life, health, exitCode }: ContainerStatus): string => {
  if (life === "exited") return `ended (${exitCode})`;
  return health === undefined || life !== "running" ? life : `${life}, ${health}`;
};

const MIB = 1024 ** 2;

function memoryText({ usage, memoryLimit }: ContainerStatus): string {
  if (usage === undefined) return "-";
  const of = memoryLimit === undefined ? "" : ` of ${Math.round(memoryLimit / MIB)}`;
  return `${Math.round(usage.memoryBytes / MIB)}${of} MiB`;
}

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
