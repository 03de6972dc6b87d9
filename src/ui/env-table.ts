import { textTable } from "./table.ts";

/** What the table shows of a variable. */
interface Row {
  readonly name: string;
  readonly service: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly kind: "text" | "secret" | "unset" | "platform";
  readonly value?: string;
  readonly because?: string;
}

/** The variables for a person: secrets masked, and the reason beside a value that is not the document's. */
export function envTable(variables: readonly Row[], width?: number): string {
  const rows = variables.map((row) => [
    row.required ? `${row.name} *` : row.name,
    shown(row),
    row.service,
    row.because ?? "",
  ]);
  const table = textTable(["Variable", "Value", "Service", "Note"], rows, width === undefined ? {} : { width });
  return `${table}\n\n* required`;
}

function shown({ kind, value }: Row): string {
  if (value !== undefined) return value === "" ? '""' : value;
  if (kind === "unset") return "-";
  return kind === "platform" ? "(supplied by the platform)" : "(secret)";
}
