import type { MatrixTask, ModelIntegration, SyncFlow } from "./integrations.ts";
import type { AccessRule, DecisionInput, VaultPolicy } from "./permissions.ts";
import type { Service } from "./service.ts";

/** The sections of the matrix that avb prints, in the document's order (sections 2 to 9). */
export const SECTIONS = ["services", "modes", "env", "vault", "opa", "models", "sync", "tasks"] as const;

/** One of the matrix's sections. */
export type SectionId = (typeof SECTIONS)[number];

/** What stands beside a documented cell: the value that works, and why it is not the document's. */
export interface Remark {
  readonly row: number;
  readonly column: number;
  readonly effective: string;
  /** The value on the host, where it is not the one a container needs. */
  readonly onHost?: string;
  readonly why: string;
}

/** A table of the matrix. Cells are Markdown, as the document has them. */
export interface MatrixTable {
  readonly kind: "table";
  /** With its number, e.g. "4.1 Keycloak Configuration"; absent where the section's own heading is enough. */
  readonly heading?: string;
  /** False for what the document does not have and avb derives from it. */
  readonly documented: boolean;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly remarks: readonly Remark[];
}

/** A fenced block of the matrix. */
export interface MatrixBlock {
  readonly kind: "block";
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

/** A section of the matrix, e.g. "2. External Services Inventory". */
export interface MatrixSection {
  readonly id: SectionId;
  readonly heading: string;
  readonly parts: readonly (MatrixTable | MatrixBlock)[];
}

/** Everything the matrix is printed from. */
export interface MatrixFacts {
  readonly services: readonly Service[];
  readonly policies: readonly VaultPolicy[];
  readonly decisionPath: string;
  readonly sampleInput: DecisionInput;
  readonly rules: readonly AccessRule[];
  readonly models: readonly ModelIntegration[];
  readonly syncFlows: readonly SyncFlow[];
  readonly tasks: readonly MatrixTask[];
}

/** Text in the document's code marks. */
export const code = (text: string): string => `\`${text}\``;

/** A table of the document without remarks. */
export const documentedTable = (
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  heading?: string,
): MatrixTable => ({
  kind: "table",
  ...(heading === undefined ? {} : { heading }),
  documented: true,
  headers,
  rows,
  remarks: [],
});
