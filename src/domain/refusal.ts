/** Why a service did not do what it was asked: in its own words, with the status of its answer (none where no answer came). */
export class ServiceRefusal extends Error {
  readonly status: number | undefined;
  /** True for what the same request may get past a moment later: no answer, too many requests, an error of the server's own. */
  readonly passes: boolean;

  constructor(why: string, status?: number, passes = status === undefined || status === 429 || status >= 500) {
    super(why);
    this.name = "ServiceRefusal";
    this.status = status;
    this.passes = passes;
  }
}
