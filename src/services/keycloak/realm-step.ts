import type { SeedVerdict } from "../../domain/seeding.ts";

/** What is to be done about one thing of a realm. */
export interface RealmStep {
  readonly verdict: SeedVerdict;
  /** Smaller numbers are written first. */
  readonly stage: number;
  /** What is written, where that is more than the one thing. */
  readonly label?: string;
  /** Absent where nothing is to be written. May be repeated without harm. */
  run?(): Promise<void>;
}
