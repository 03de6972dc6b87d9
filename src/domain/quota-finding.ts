/**
 * What a vendor tells of a figure of the quota table. `not enforced`: the table has it, and the vendor holds nobody to it;
 * `differs`: the vendor's figure is worse than the table's; `told`: a figure that the table does not have; `unknown`: nothing was told.
 */
export type QuotaState = "as documented" | "not enforced" | "differs" | "told" | "unknown";

/** A figure of the quota table against the vendor's own. */
export interface QuotaFinding {
  readonly what: string;
  readonly state: QuotaState;
  readonly says: string;
}

/** True for what the table promises and nobody keeps. */
export const isBroken = ({ state }: Pick<QuotaFinding, "state">): boolean =>
  state === "not enforced" || state === "differs";
