/** The word the matrix uses for a service's state in a mode (sections 3.1 to 3.3). */
export type StatusWord = "BYPASSED" | "MOCKED" | "DISABLED" | "ENABLED" | "OPTIONAL";

/** A row of sections 3.1 to 3.3 for one service, with the document's cells. */
export interface ModeStatus {
  readonly word: StatusWord;
  readonly configuration: string;
  readonly notes: string;
  /** Where the row comes from when the section does not have it, e.g. "4.4". */
  readonly derivedFrom?: string;
}

/** The row of matrix section 2. */
export interface InventoryRow {
  readonly integrationFile: string;
  readonly portRange: string;
  readonly references: string;
}
