import { documentedStack } from "./documented-stack.ts";
import { type ResolvedValue, resolveEnv } from "./env-resolve.ts";
import type { View } from "./env-value.ts";
import { code, type MatrixTable, type Remark } from "./matrix.ts";
import type { Mode } from "./modes.ts";
import { FROM_VAULT, reasonIn, type Service, type Variable } from "./service.ts";

type LocalMode = Exclude<Mode, "production">;

/** One variable in one mode: what the document says, what works, and why they differ. */
export interface Comparison {
  readonly variable: Variable;
  readonly mode: LocalMode;
  readonly container: ResolvedValue;
  readonly host: ResolvedValue;
  /** True when the document's cell holds for an application in a container of slot 0. */
  readonly agrees: boolean;
}

const LOCAL_MODES: readonly LocalMode[] = ["sandbox", "live"];

const FIXED_HEADERS = ["Variable", "Required", "Default"];

/** Section 4: a table per service, with remarks where the effective value is not the document's; production beside it. */
export function envTables(services: readonly Service[], only?: Mode): readonly MatrixTable[] {
  const listed = services.filter(({ variables }) => variables.length > 0);
  const modes = LOCAL_MODES.filter((mode) => only === undefined || mode === only);
  const compared = compareVariables(services);
  const documented = modes.length === 0 ? [] : listed.map((service) => envTable(service, modes, compared));
  const production = only === undefined || only === "production" ? [productionTable(services)] : [];
  return [...documented, ...production];
}

/** Every variable of the catalogue in both local modes, held against the document's cell. */
export function compareVariables(services: readonly Service[]): readonly Comparison[] {
  const variables = services.flatMap((service) => service.variables);
  return LOCAL_MODES.flatMap((mode) => {
    const container = valuesIn(services, mode, "container");
    const host = valuesIn(services, mode, "host");
    return variables.map((variable) => {
      const inContainer = container.get(variable.name) ?? { kind: "unset" };
      const onHost = host.get(variable.name) ?? { kind: "unset" };
      const agrees = cellHolds(documentedCell(variable, mode), inContainer);
      return { variable, mode, container: inContainer, host: onHost, agrees };
    });
  });
}

const valuesIn = (services: readonly Service[], mode: Mode, view: View): ReadonlyMap<string, ResolvedValue> =>
  new Map(resolveEnv(services, documentedStack(services, { mode }), { view }).map(({ name, value }) => [name, value]));

/** The document writes "Same" for the sandbox's value. */
const documentedCell = ({ documented }: Variable, mode: LocalMode): string =>
  documented[mode] === "Same" ? documented.sandbox : documented[mode];

function cellHolds(cell: string, value: ResolvedValue): boolean {
  if (cell === "-") return value.kind === "unset";
  if (cell === FROM_VAULT || cell === "From AppRole") return value.kind === "secret";
  return value.kind === "text" && cell === code(value.text);
}

function envTable(service: Service, modes: readonly LocalMode[], compared: readonly Comparison[]): MatrixTable {
  const remarks = service.variables.flatMap((variable, row) =>
    modes.flatMap((mode, index): Remark[] => {
      const found = compared.find((one) => one.variable.name === variable.name && one.mode === mode);
      return found === undefined || found.agrees ? [] : [remarkOn(found, row, FIXED_HEADERS.length + index)];
    }),
  );
  return {
    kind: "table",
    heading: `${service.section ?? ""} ${service.title} Configuration${blockOf(service)}`.trimStart(),
    documented: service.section !== undefined,
    headers: [...FIXED_HEADERS, ...modes.map((mode) => mode.toUpperCase())],
    rows: service.variables.map((variable) => [
      code(variable.name),
      variable.required ? "✅" : "❌",
      variable.default === undefined ? "-" : code(variable.default),
      ...modes.map((mode) => variable.documented[mode]),
    ]),
    remarks,
  };
}

/** The document names a block of ports in the heading of the one service that owns a whole block. */
const blockOf = ({ inventory }: Service): string =>
  inventory?.portRange.includes("-") ? ` (Port Range ${inventory.portRange.replaceAll("*", "")})` : "";

function remarkOn({ variable, mode, container, host }: Comparison, row: number, column: number): Remark {
  const effective = valueCell(container);
  const onHost = valueCell(host);
  const why = reasonIn(variable.because?.[mode], "container") ?? "";
  return { row, column, effective, why, ...(onHost === effective ? {} : { onHost }) };
}

function productionTable(services: readonly Service[]): MatrixTable {
  const values = valuesIn(services, "production", "container");
  return {
    kind: "table",
    heading: "Production values (derived from 3.3)",
    documented: false,
    headers: ["Variable", "PRODUCTION"],
    rows: [...values].map(([name, value]) => [code(name), valueCell(value)]),
    remarks: [],
  };
}

/** A resolved value as a cell; a secret by its name. */
function valueCell(value: ResolvedValue): string {
  switch (value.kind) {
    case "text":
      return code(value.text);
    case "secret":
      return `local secret ${code(value.name)}`;
    case "unset":
      return "-";
    case "platform":
      return "supplied by the platform";
  }
}
