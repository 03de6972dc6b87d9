/** A database of the shared server and the role that owns it (facts, section 1). */
export interface Database {
  readonly name: string;
  readonly owner: string;
}
