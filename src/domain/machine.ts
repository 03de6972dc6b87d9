/** Room on the file system that holds a path. */
export interface DiskRoom {
  /** Bytes that this user may still write. */
  readonly freeBytes: number;
  /** Files that may still be made; absent where the file system does not count them. */
  readonly freeFiles?: number;
}

/** A network interface and the range that it lies in. */
export interface MachineNetwork {
  readonly name: string;
  readonly address: string;
  /** In CIDR form: the address with the length of its network's prefix. */
  readonly cidr: string;
}

/** What the operating system says of the machine beyond single files and processes. */
export interface Machine {
  /** Undefined where the path does not exist. */
  disk(path: string): Promise<DiskRoom | undefined>;
  /** Bytes that programs may still take before the machine swaps or a limit ends them. */
  freeMemory(): number;
  /** The addresses a name stands for, as applications get them; none when it stands for nothing. */
  resolve(name: string): Promise<readonly string[]>;
  /** The IPv4 ranges that this machine's network interfaces lie in. */
  networks(): readonly MachineNetwork[];
  /** The bits that new files lose; undefined where there is no such thing. */
  umask(): Promise<number | undefined>;
}
