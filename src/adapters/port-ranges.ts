import { readFile } from "node:fs/promises";
import { parseDynamicPorts, parseExcludedPorts, parseSparedPorts } from "../domain/port-owners.ts";
import type { ReservedRange } from "../domain/sockets.ts";
import { toolOutput, windowsTool } from "./system-tool.ts";

/** Two numbers in a text, as sysctl and /proc print a range. */
function pair(text: string): { from: number; to: number } | undefined {
  const [from, to] = (text.match(/\d+/g) ?? []).map(Number);
  return from === undefined || to === undefined ? undefined : { from, to };
}

const proc = (name: string) => readFile(`/proc/sys/net/ipv4/${name}`, "utf8").catch(() => "");
const netsh = (what: string) => toolOutput(windowsTool("netsh.exe"), ["int", "ipv4", "show", what, "tcp"]);
const macosRange = () =>
  toolOutput("/usr/sbin/sysctl", ["-n", "net.inet.ip.portrange.first", "net.inet.ip.portrange.last"]);

/** The operating system's range for outgoing connections. */
export async function ephemeralRange(): Promise<{ from: number; to: number } | undefined> {
  if (process.platform === "linux") return pair(await proc("ip_local_port_range"));
  if (process.platform === "darwin") return pair(await macosRange());
  return process.platform === "win32" ? parseDynamicPorts(await netsh("dynamicport")) : undefined;
}

/** What the operating system keeps back. */
export async function reservedRanges(): Promise<readonly ReservedRange[]> {
  if (process.platform === "linux") return parseSparedPorts(await proc("ip_local_reserved_ports"));
  return process.platform === "win32" ? parseExcludedPorts(await netsh("excludedportrange")) : [];
}
