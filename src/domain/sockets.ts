/** Who holds a port. */
export interface PortOwner {
  readonly pid?: number;
  readonly command?: string;
  /** The user of a process that may not be looked into. */
  readonly uid?: number;
  readonly container?: string;
  readonly project?: string;
  /** The folder a container's compose project was started from. */
  readonly directory?: string;
  /** The root of the checkout whose sandbox server it is. */
  readonly checkout?: string;
  /** The command that ends it in order, where one is known. */
  readonly stop?: string;
}

/** Ports that the operating system keeps back: `spared` ones are never used for outgoing connections, `refused` ones not given to anybody. */
export interface ReservedRange {
  readonly from: number;
  readonly to: number;
  readonly kind: "spared" | "refused";
}

/** Sockets of this machine. */
export interface Sockets {
  /** Binds exactly this address and port for a moment. */
  probe(host: string, port: number): Promise<"free" | "taken" | "denied" | "unavailable">;
  /** The first free port of the list on 127.0.0.1, or undefined when none is. */
  firstFree(ports: readonly number[]): Promise<number | undefined>;
  /**
   * Sends bytes, one for each character, to a port of 127.0.0.1 and returns the first that come back. Undefined where none come
   * in time, and where nobody takes the connection.
   */
  exchange(port: number, sends: string, limits: { readonly timeoutMs: number }): Promise<string | undefined>;
  owner(port: number): Promise<PortOwner | undefined>;
  /** The operating system's range for outgoing connections, inclusive, where it is known. */
  ephemeralRange(): Promise<{ readonly from: number; readonly to: number } | undefined>;
  /** Ranges the operating system keeps back (Linux `ip_local_reserved_ports`, Windows `excludedportrange`). */
  reservedRanges(): Promise<readonly ReservedRange[]>;
}
