import { existsSync, readdirSync } from "node:fs";
import { BlockList } from "node:net";
import { networkInterfaces } from "node:os";

const DEVICES = "/sys/class/net";

/**
 * Whether who connects to the gateway's port is a container of this machine: its address belongs to one of the engine's bridges.
 * Linux answers for the gateway's address on every interface, so a neighbour in the LAN could come by a route of its own making.
 */
export function comesFromBridge(peer: string | undefined): boolean {
  if (process.platform !== "linux") return true;
  return peer !== undefined && networksOfContainers().check(peer);
}

/** Looked up anew for each connection: Compose makes and removes bridges as it goes. */
function networksOfContainers(): BlockList {
  const networks = new BlockList();
  const bridges = Object.entries(networkInterfaces()).filter(([name]) => isBridgeOfContainers(name));
  for (const { address, cidr, family } of bridges.flatMap(([, addresses = []]) => addresses))
    if (family === "IPv4") networks.addSubnet(address, Number(cidr?.split("/")[1] ?? 32));
  return networks;
}

/** A bridge that has a network card among its members leads to the LAN. */
function isBridgeOfContainers(name: string): boolean {
  const members = `${DEVICES}/${name}/brif`;
  if (!existsSync(members)) return false;
  return !readdirSync(members).some((member) => existsSync(`${DEVICES}/${member}/device`));
}
