import type { Measured } from "./aggregation.ts";

/** The time over which usage is measured: instants (ms), both included, in days of a zone. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  /** The days of the whole period that the time belongs to, also where it is only a part of it. */
  readonly days: number;
}

/** The events of a metric. */
export interface Measurements {
  /** Earlier than the window: those of a metric whose units stay from one period to the next, else none. */
  readonly before: readonly Measured[];
  readonly within: readonly Measured[];
}
