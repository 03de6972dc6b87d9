/** What is known of a file without reading it. */
export interface FileFacts {
  readonly kind: "file" | "directory" | "symlink" | "fifo" | "socket" | "device";
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  readonly modifiedMs: number;
  readonly device: number;
}

/** Files; errors are AvbErrors that name the path (NOT_READABLE, NOT_WRITABLE, DISK_FULL). */
export interface Files {
  /** The text, or undefined where there is no file. */
  read(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** Old or new, never torn: temporary file, fsync, rename. Mode defaults to 0600; missing directories are made 0700. */
  write(path: string, text: string, mode?: number): Promise<void>;
  /** Adds a line to a file that only grows (0600). */
  append(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  removeTree(path: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  /** Facts of the path itself: a symlink is not followed unless asked. */
  facts(path: string, options?: { follow?: boolean }): Promise<FileFacts | undefined>;
  chmod(path: string, mode: number): Promise<void>;
  realPath(path: string): Promise<string>;
}

/** Time: both what it is and waiting for it. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance. */
export interface Random {
  /** A token of `[A-Za-z0-9_-]` with at least that many bits. */
  token(bits: number): string;
  uuid(): string;
}

/** Who holds a port. */
export interface PortOwner {
  readonly pid?: number;
  readonly command?: string;
  readonly container?: string;
  readonly project?: string;
}

/** Sockets of this machine. */
export interface Sockets {
  /** Binds exactly this address and port for a moment. */
  probe(host: string, port: number): Promise<"free" | "taken" | "denied" | "unavailable">;
  /** The first free port of the list on 127.0.0.1, or undefined when none is. */
  firstFree(ports: readonly number[]): Promise<number | undefined>;
  owner(port: number): Promise<PortOwner | undefined>;
  /** The operating system's range for outgoing connections, inclusive, where it is known. */
  ephemeralRange(): Promise<{ readonly from: number; readonly to: number } | undefined>;
}

/** An HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Plain HTTP to loopback and to our own containers; never through a proxy. */
export interface Http {
  request(options: {
    readonly method?: string;
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  }): Promise<HttpAnswer>;
}

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
  /** Starts and leaves; resolves with the pid once `ready` was said over IPC, rejects with what the log holds when it died first. */
  detach(
    script: string,
    options: { args: readonly string[]; log: string; env: Readonly<Record<string, string>>; readyWithinMs: number },
  ): Promise<number>;
}

/** Facts of the machine and of the process that was started. */
export interface Host {
  readonly platform: string;
  readonly version: string;
  readonly node: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly uid: number;
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  /** The folder that holds avb's own package (compose/, templates/, dist/). */
  readonly packageRoot: string;
}

/** The outside, small and in our words; the first parameter of every flow. */
export interface World {
  readonly files: Files;
  readonly clock: Clock;
  readonly random: Random;
  readonly sockets: Sockets;
  readonly http: Http;
  readonly processes: Processes;
  readonly shell: Shell;
  readonly host: Host;
}
