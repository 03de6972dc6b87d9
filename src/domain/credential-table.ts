/** What stands beside a cell of the document: what is true today, and since when or why. */
export interface CellCorrection {
  readonly row: number;
  readonly column: number;
  readonly now: string;
  readonly because: string;
}

/** A table of the credentials' document, or one of what it does not have. Cells are Markdown, as the document's are. */
export interface CredentialTable {
  readonly heading: string;
  /** False for what the document does not have. */
  readonly documented: boolean;
  readonly headers: readonly string[];
  /** The credential of each row. */
  readonly ids: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly corrections: readonly CellCorrection[];
}
