import type { ReservedRange } from "./sockets.ts";

/** A listening TCP socket as the operating system lists it. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Linux: the socket's inode, which names it among a process's files. */
  readonly inode?: string;
  readonly uid?: number;
  readonly pid?: number;
}

const LISTEN = "0A";

/** Listening sockets in the text of Linux's /proc/net/tcp or tcp6; addresses stay in the kernel's hexadecimal form. */
export const parseProcNetTcp = (text: string): readonly Listener[] =>
  text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN)
    .flatMap((fields) => {
      const [address, port] = (fields[1] ?? "").split(":");
      const [uid, inode] = [fields[7], fields[9]];
      if (address === undefined || port === undefined || uid === undefined || inode === undefined) return [];
      return [{ address, port: Number.parseInt(port, 16), uid: Number(uid), inode }];
    });

/** 127.0.0.1, ::1 and the two wildcards, as netstat writes them and as /proc/net/tcp{,6} does on a little-endian machine. */
const ON_LOOPBACK = new Set([
  "127.0.0.1",
  "0.0.0.0",
  "[::]",
  "[::1]",
  "0100007F",
  "00000000",
  "00000000000000000000000000000000",
  "00000000000000000000000001000000",
  "0000000000000000FFFF00000100007F",
]);

/** The listeners of a port, those that stand in the way on loopback first. */
export const listenersOn = (listeners: readonly Listener[], port: number): readonly Listener[] =>
  listeners
    .filter((listener) => listener.port === port)
    .sort((one, other) => Number(ON_LOOPBACK.has(other.address)) - Number(ON_LOOPBACK.has(one.address)));

/** What `lsof -F pcn` says of the first process it lists. */
export function parseLsof(text: string): { pid: number; command?: string } | undefined {
  const lines = text.split("\n");
  const pid = lines.find((line) => /^p\d+$/.test(line));
  if (pid === undefined) return undefined;
  const command = lines.find((line) => line.startsWith("c"))?.slice(1);
  return { pid: Number(pid.slice(1)), ...(command ? { command } : {}) };
}

/** Listening sockets in the text of Windows' `netstat -ano -p TCP`: the state's word is translated, the far end `0.0.0.0:0` is not. */
export const parseNetstat = (text: string): readonly Listener[] =>
  text.split("\n").flatMap((line) => {
    const [protocol, near, far, , pid] = line.trim().split(/\s+/);
    const at = near?.lastIndexOf(":") ?? -1;
    if (protocol !== "TCP" || near === undefined || at < 0 || !/^(0\.0\.0\.0|\[::\]):0$/.test(far ?? "")) return [];
    return [{ address: near.slice(0, at), port: Number(near.slice(at + 1)), pid: Number(pid) }];
  });

/** The image name in a line of `tasklist /FO CSV /NH`. */
export const parseTasklist = (text: string): string | undefined => /^"([^"]+)","\d+"/m.exec(text)?.[1];

/** The two numbers of `netsh int ipv4 show dynamicport tcp`, start and count, whatever the language of the labels. */
export function parseDynamicPorts(text: string): { from: number; to: number } | undefined {
  const [start, count] = [...text.matchAll(/:\s*(\d+)\s*$/gm)].map((match) => Number(match[1]));
  return start === undefined || count === undefined ? undefined : { from: start, to: start + count - 1 };
}

/** The rows of `netsh int ipv4 show excludedportrange tcp`: an administrator's (`*`) are spared, the others are refused to everybody. */
export const parseExcludedPorts = (text: string): readonly ReservedRange[] =>
  [...text.matchAll(/^\s*(\d+)\s+(\d+)\s*(\*?)\s*$/gm)].map((match) => ({
    from: Number(match[1]),
    to: Number(match[2]),
    kind: match[3] === "*" ? "spared" : "refused",
  }));

/** The ranges of Linux's ip_local_reserved_ports: `8080,65000-65049`. */
export const parseSparedPorts = (text: string): readonly ReservedRange[] =>
  [...text.matchAll(/(\d+)(?:-(\d+))?/g)].map((match) => ({
    from: Number(match[1]),
    to: Number(match[2] ?? match[1]),
    kind: "spared",
  }));

const INTERPRETERS = /^(node|nodejs|bun|deno|python[\d.]*|ruby|java|perl|php|bash|sh)(\.exe)?$/;

/** The name of a program, and of its script when it is an interpreter: arguments may hold secrets and are left out. */
export function nameOfCommand(argv: readonly string[]): string | undefined {
  const base = (path: string) => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const program = argv[0] === undefined ? undefined : base(argv[0]);
  if (program === undefined || program === "") return undefined;
  const script = INTERPRETERS.test(program) ? argv[1] : undefined;
  return script === undefined || script.startsWith("-") ? program : `${program} ${base(script)}`;
}
