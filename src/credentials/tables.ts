import type { Category, Correction, Credential } from "../domain/credential.ts";
import type { CellCorrection, CredentialTable } from "../domain/credential-table.ts";
import { CREDENTIALS, DOCUMENTED_QUOTAS, DOCUMENTED_ROTATION } from "./catalogue.ts";
import { azureCell } from "./places.ts";

const CATEGORY_CELLS: Readonly<Record<Category, string>> = {
  llm: "LLM",
  oauth: "Auth",
  email: "Email",
  integrations: "Integration",
  jwt: "Auth",
  infra: "Infrastructure",
  payments: "Payments",
};

/** How a table is made: its columns, what it lists, and the cells of a credential. */
interface TableForm {
  readonly id: Correction["table"];
  readonly heading: string;
  readonly headers: readonly string[];
  readonly documented: readonly Credential[];
  cells(credential: Credential): readonly string[] | undefined;
}

const bold = (text: string) => `**${text}**`;
const code = (text: string) => `\`${text}\``;

const INVENTORY: TableForm = {
  id: "inventory",
  heading: "Credentials Inventory",
  headers: ["Service", "Category", "Secret Path (AWS)", "Key Vault Name (Azure)", "Epic", "Status"],
  documented: CREDENTIALS.filter(({ documented }) => documented),
  cells: (credential) => [
    ...[bold(credential.title), CATEGORY_CELLS[credential.category], code(credential.places.aws)],
    ...[code(azureCell(credential)), String(credential.epic ?? "-"), credential.status],
  ],
};

const ROTATION: TableForm = {
  id: "rotation",
  heading: "Rotation Schedule",
  headers: ["Service", "Frequency", "Next Rotation", "Owner", "Procedure"],
  documented: DOCUMENTED_ROTATION,
  cells: ({ rotation: { title, frequency, next, owner, procedure } }) => [
    ...[bold(title), frequency, next],
    ...[owner, procedure],
  ],
};

const QUOTAS: TableForm = {
  id: "quotas",
  heading: "Rate Limits & Quotas",
  headers: ["Service", "Rate Limit", "Monthly Quota", "Cost Control"],
  documented: DOCUMENTED_QUOTAS,
  cells: ({ quota }) => quota && [bold(quota.title), quota.rate, quota.monthly, quota.control],
};

/** The inventory: the document's table, then what it does not have. */
export const inventoryTables = (credentials: readonly Credential[]) => tablesOf(INVENTORY, credentials);

/** The rotation schedule: the document's table, then what it does not have. */
export const rotationTables = (credentials: readonly Credential[]) => tablesOf(ROTATION, credentials);

/** Rate limits, quotas and cost controls: the document's table, then what it does not have. */
export const quotaTables = (credentials: readonly Credential[]) => tablesOf(QUOTAS, credentials);

function tablesOf(form: TableForm, credentials: readonly Credential[]): readonly CredentialTable[] {
  const documented = form.documented.filter((one) => credentials.includes(one));
  const others = credentials.filter((one) => !form.documented.includes(one) && form.cells(one) !== undefined);
  const tables = [tableOf(form, documented, true), tableOf(form, others, false)];
  return tables.filter(({ rows }) => rows.length > 0);
}

function tableOf(form: TableForm, credentials: readonly Credential[], documented: boolean): CredentialTable {
  return {
    heading: documented ? form.heading : `${form.heading}: beyond the document`,
    documented,
    headers: form.headers,
    ids: credentials.map(({ id }) => id),
    rows: credentials.map((one) => form.cells(one) ?? []),
    corrections: credentials.flatMap((one, row) => correctionsOf(form, one, row)),
  };
}

const correctionsOf = ({ id, headers }: TableForm, { corrections = [] }: Credential, row: number): CellCorrection[] =>
  corrections
    .filter(({ table }) => table === id)
    .map(({ column, now, because }) => ({ row, column: headers.indexOf(column), now, because }));
