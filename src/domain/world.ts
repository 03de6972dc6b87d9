import type { Age } from "./age.ts";
import type { Aws } from "./aws.ts";
import type { Azure } from "./azure.ts";
import type { Browser } from "./browser.ts";
import type { ConfigSchema } from "./config-schema.ts";
import type { Containers } from "./containers.ts";
import type { Engine } from "./engine.ts";
import type { FragmentSchema } from "./fragment.ts";
import type { Hash } from "./hash.ts";
import type { Jwt } from "./jwt.ts";
import type { Kafka } from "./kafka.ts";
import type { Keycloak } from "./keycloak.ts";
import type { Lago } from "./lago.ts";
import type { Machine } from "./machine.ts";
import type { Processes, Shell } from "./processes.ts";
import type { Random } from "./random.ts";
import type { Remote } from "./remote.ts";
import type { GitObjects, SecretEngine } from "./secret-scan.ts";
import type { ServerLogins } from "./server-logins.ts";
import type { Sockets } from "./sockets.ts";
import type { StandardInput } from "./standard-input.ts";
import type { Temporal } from "./temporal.ts";
import type { Yaml } from "./yaml-document.ts";

/** What is known of a file without reading it. */
export interface FileFacts {
  readonly kind: "file" | "directory" | "symlink" | "fifo" | "socket" | "device";
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  readonly modifiedMs: number;
  readonly device: number;
  /** How many names the file has: more than one for a hard link. */
  readonly links: number;
}

/** A regular file's bytes, with the facts of the very file that was read and the path it really has. */
export interface RegularFile {
  readonly bytes: Uint8Array;
  readonly facts: FileFacts;
  readonly realPath: string;
}

/** Files; errors are AvbErrors that name the path (NOT_READABLE, NOT_WRITABLE, DISK_FULL). */
export interface Files {
  /** The text, or undefined where there is no file. */
  read(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /**
   * One read of a file that somebody else may have put there: undefined where there is none. A folder, pipe, device,
   * dangling link or a file above the limit is refused unread (CONFIG_NOT_A_FILE, CONFIG_FILE_TOO_LARGE); links are followed.
   */
  readRegular(path: string, maxBytes: number): Promise<RegularFile | undefined>;
  /** Old or new, never torn: temporary file, fsync, rename. Mode defaults to 0600; missing directories are made 0700. */
  write(path: string, text: string, mode?: number): Promise<void>;
  /** Makes a file with its whole text at once (0600), unless the path exists: then false. Of two at once, one wins. */
  create(path: string, text: string): Promise<boolean>;
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
    /** Over a connection that is kept for the next such request: for what asks one server hundreds of times. */
    readonly kept?: boolean;
  }): Promise<HttpAnswer>;
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
  readonly age: Age;
  readonly aws: Aws;
  readonly azure: Azure;
  readonly input: StandardInput;
  readonly files: Files;
  readonly clock: Clock;
  readonly random: Random;
  readonly sockets: Sockets;
  readonly http: Http;
  /** Hosts of the outside world, over TLS, and servers of others that are signed in to; asked only where a person wants that. */
  readonly outside: Http;
  readonly logins: ServerLogins;
  readonly processes: Processes;
  readonly shell: Shell;
  readonly browser: Browser;
  readonly jwt: Jwt;
  readonly lago: Lago;
  readonly temporal: Temporal;
  readonly kafka: Kafka;
  readonly keycloak: Keycloak;
  readonly hash: Hash;
  readonly secretEngine: SecretEngine;
  readonly gitObjects: GitObjects;
  readonly engine: Engine;
  readonly containers: Containers;
  readonly remote: Remote;
  readonly machine: Machine;
  readonly host: Host;
  readonly yaml: Yaml;
  readonly configSchema: ConfigSchema;
  readonly fragmentSchema: FragmentSchema;
}
