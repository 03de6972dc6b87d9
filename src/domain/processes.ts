/** Processes of this machine. */
export interface Processes {
  readonly self: number;
  /** The operating system's start time of a living process, undefined for a dead one. */
  startOf(pid: number): Promise<string | undefined>;
  commandOf(pid: number): Promise<string | undefined>;
  signal(pid: number, signal: "SIGTERM" | "SIGKILL" | "SIGINT"): void;
}

/** What a finished child left. */
export interface Output {
  readonly exitCode: number;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Other programs; their failures come back as AvbErrors without arguments or environment. */
export interface Shell {
  /** Runs and collects. The environment is exactly what is given. */
  run(
    command: readonly [string, ...string[]],
    options?: { cwd?: string; env?: Readonly<Record<string, string>>; timeoutMs?: number },
  ): Promise<Output>;
  /** Runs with the terminal's own streams; signals pass through; answers its exit status (128 + n for a signal). */
  hand(
    command: readonly [string, ...string[]],
    options: { cwd: string; env: Readonly<Record<string, string>> },
  ): Promise<number>;
  /**
   * Starts and leaves; resolves with the pid once `ready` was said over IPC, rejects with what the log holds when it died
   * first (SERVER_NOT_READY), or with SERVER_PORT_TAKEN when it said so. An aborted start leaves no process behind.
   */
  detach(
    script: string,
    options: {
      args: readonly string[];
      log: string;
      env: Readonly<Record<string, string>>;
      readyWithinMs: number;
      signal?: AbortSignal;
    },
  ): Promise<number>;
}
