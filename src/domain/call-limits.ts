/** A request to the engine ends by its own deadline, or when the signal comes. */
export interface CallLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}
