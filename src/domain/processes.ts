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

/** How a program that was followed came to its end: with a status, or by a signal. */
export interface Followed {
  readonly exitCode?: number;
  readonly signal?: string;
  /** True when its time was over before. */
  readonly late: boolean;
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
   * Runs in a process group of its own and hands over every line of both streams. The whole group is told to end when the
   * signal comes or the time is over, and killed when it does not. EXEC_NOT_FOUND (5) for a program that is not there.
   */
  follow(
    command: readonly [string, ...string[]],
    options: {
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      readonly timeoutMs: number;
      readonly signal: AbortSignal;
      readonly line: (text: string) => void;
    },
  ): Promise<Followed>;
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
