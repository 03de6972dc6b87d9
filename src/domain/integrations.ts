/** A database model whose fields point at other services (matrix section 7). */
export interface ModelIntegration {
  readonly section: string;
  readonly title: string;
  /** The application's file that defines it. */
  readonly file: string;
  readonly fields: readonly { readonly field: string; readonly service: string; readonly purpose: string }[];
}

/** What the application keeps in step with a service, and in which direction (matrix section 8). */
export interface SyncFlow {
  readonly source: string;
  readonly service: string;
  readonly direction: "both" | "push" | "pull" | "query";
  /** The document's wording of it. */
  readonly type: string;
  /** The catalogue's id of the service, and the beginnings of the ids of the proofs that show the link. */
  readonly id: string;
  readonly proofs: readonly [string, ...string[]];
}

/** A task the matrix gives to those who implement it (section 9). */
export interface MatrixTask {
  readonly id: `EXT-${string}`;
  readonly task: string;
  readonly priority: "P1" | "P2";
  /** The command that proves it on a running stack. */
  readonly proof: string;
  /** What of its effect avb shows. */
  readonly shows: string;
  /** What only the application can show, where there is such a thing. */
  readonly theirs?: string;
}
