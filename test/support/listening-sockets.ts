import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A socket that takes connections or datagrams: `tcp 127.0.0.1:8080` as the kernel writes addresses, in hex. */
export interface ListeningSocket {
  readonly kind: "tcp" | "tcp6" | "udp" | "udp6";
  readonly isLoopback: boolean;
  readonly port: number;
}

const LISTENS = { tcp: "0A", tcp6: "0A", udp: "07", udp6: "07" } as const;
/** 127.0.0.1 and ::1 in the kernel's byte order. */
const LOOPBACK: ReadonlySet<string> = new Set(["0100007F", "00000000000000000000000001000000"]);

/** Every listening socket of a process, from /proc. */
export function listeningSockets(pid: number): readonly ListeningSocket[] {
  const inodes = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => inodeOf(`/proc/${pid}/fd/${fd}`)));
  return (["tcp", "tcp6", "udp", "udp6"] as const).flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === LISTENS[kind] && inodes.has(inode))
      .map(([, local = ""]) => {
        const [address = "", port = ""] = local.split(":");
        return { kind, isLoopback: LOOPBACK.has(address), port: Number.parseInt(port, 16) };
      }),
  );
}

function inodeOf(path: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1];
  } catch {
    return undefined;
  }
}
