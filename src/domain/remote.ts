/** Ports of an engine's machine that are to be reached here under the same numbers. */
export interface Forwarding {
  /** Ports on 127.0.0.1, there and here. */
  readonly ports: readonly number[];
  /** The file that takes what `ssh` says. */
  readonly log: string;
  /** Told the pid at once, so that whoever is killed meanwhile leaves nothing that cannot be found. */
  readonly started: (pid: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The way to an engine of another machine. */
export interface Remote {
  /**
   * Starts `ssh` in a session of its own, outlives this command, and resolves with its pid once every port answers here.
   * FORWARD_FAILED (6) when it ends before that, with nothing left behind; it is also that for an engine of this machine.
   */
  forward(forwarding: Forwarding): Promise<number>;
}
