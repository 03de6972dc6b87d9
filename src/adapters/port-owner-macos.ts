import { parseLsof } from "../domain/port-owners.ts";
import type { PortOwner } from "../domain/sockets.ts";
import { toolOutput } from "./system-tool.ts";

/** Who listens on the port, through lsof. */
export const macosPortOwner = async (port: number): Promise<PortOwner | undefined> =>
  parseLsof(await toolOutput("/usr/sbin/lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-F", "pcn"]));
