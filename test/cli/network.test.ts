import { once } from "node:events";
import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { listeningSockets } from "../support/listening-sockets.ts";
import { needs } from "../support/needs.ts";
import { leadAstray, makeNeighbours, type Neighbour, type Neighbours, scan } from "../support/neighbours.ts";
import { sandboxProcess } from "../support/sandbox-process.ts";

needs(["namespaces"], "the sandbox, seen from other machines", () => {
  let neighbours: Neighbours;
  beforeAll(() => {
    neighbours = makeNeighbours();
  });
  afterAll(() => neighbours.remove());

  /** A server, its process and its two ports. */
  async function serving(gateway?: string) {
    const sandbox = await sandboxProcess(gateway === undefined ? {} : { gateway });
    onTestFinished(() => sandbox.remove());
    const { child, said } = sandbox.start();
    expect(await said).toBe("ready");
    const { identityPort, billingPort } = sandbox.launch;
    return { pid: child.pid ?? -1, ports: [identityPort, billingPort] };
  }

  /** Every address of this machine that a packet could come to, except those that mean the sender itself. */
  const ownAddresses = () =>
    Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith("fe80:"))
      .map(({ address }) => address);

  async function fates(from: Neighbour, addresses: readonly string[], ports: readonly number[]) {
    const targets = addresses.flatMap((address) => ports.map((port) => [address, port] as const));
    return new Set(await scan(from, targets));
  }

  const CLOSED = new Set(["ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "no answer"]);

  test("listens on loopback alone, on its two ports and no other, over TCP alone", async () => {
    const { pid, ports } = await serving();
    const sockets = listeningSockets(pid);
    expect(new Set(sockets.map(({ port }) => port))).toEqual(new Set(ports));
    expect(sockets.filter(({ kind, isLoopback }) => kind.startsWith("udp") || !isLoopback)).toEqual([]);
  });

  test("answers no neighbour, at none of this machine's addresses, whatever routes he makes", async () => {
    const { ports } = await serving();
    const everywhere = createServer((_req, res) => res.end()).listen(0, "::");
    await once(everywhere, "listening");
    onTestFinished(() => void everywhere.close());
    const open = Object(everywhere.address()).port;
    const { lan, container } = neighbours;
    // What is open to everybody is found, at every address that can be reached at all.
    const strayed = ownAddresses().filter((one) => !one.includes(":") && one !== lan.hostAddress);
    for (const address of strayed) leadAstray(lan, address);
    expect(await fates(lan, [lan.hostAddress, container.hostAddress], [open])).toEqual(new Set(["200"]));
    expect(await fates(container, [container.hostAddress], [open])).toEqual(new Set(["200"]));
    leadAstray(lan, "127.0.0.1");
    for (const fate of await fates(lan, [...ownAddresses(), "127.0.0.1"], ports)) expect(CLOSED).toContain(fate);
    for (const fate of await fates(container, ownAddresses(), ports)) expect(CLOSED).toContain(fate);
  });

  test("with a gateway answers containers there, and cuts a neighbour off who leads its address to us", async () => {
    const { container, lan } = neighbours;
    const gateway = container.hostAddress;
    const { pid, ports } = await serving(gateway);
    const wide = listeningSockets(pid).filter(({ isLoopback }) => !isLoopback);
    expect(wide.map(({ kind }) => kind)).toEqual(["tcp", "tcp"]);
    expect(new Set(wide.map(({ port }) => port))).toEqual(new Set(ports));
    const [identity = 0, billing = 0] = ports;
    expect(await scan(container, [[gateway, identity]])).toEqual(["200"]);
    leadAstray(lan, gateway);
    expect(await fates(lan, [gateway], [identity, billing])).toEqual(new Set(["cut off"]));
    for (const fate of await fates(lan, [lan.hostAddress], ports)) expect(CLOSED).toContain(fate);
  });
});
