import { listenersOn, parseNetstat, parseTasklist } from "../domain/port-owners.ts";
import type { PortOwner } from "../domain/sockets.ts";
import { toolOutput, windowsTool } from "./system-tool.ts";

/** Who listens on the port, through netstat and tasklist. */
export async function windowsPortOwner(port: number): Promise<PortOwner | undefined> {
  const table = parseNetstat(await toolOutput(windowsTool("netstat.exe"), ["-ano", "-p", "TCP"]));
  const pid = listenersOn(table, port)[0]?.pid;
  if (pid === undefined) return undefined;
  const filter = ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"];
  const command = parseTasklist(await toolOutput(windowsTool("tasklist.exe"), filter));
  return { pid, ...(command === undefined ? {} : { command }) };
}
