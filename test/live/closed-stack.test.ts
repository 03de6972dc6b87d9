import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { leadAstray, makeNeighbours, type Neighbours, scan } from "../support/neighbours.ts";

const MINUTES = 60_000;
const HTTPD = ["httpd", "-f", "-p", "8000"] as const;
const WEB = JSON.stringify({
  services: {
    web: {
      ...{ image: "busybox:1.35", command: HTTPD, stop_grace_period: "1s" },
      ...{ ports: { http: 8000 }, probe: { port: "http", path: "/", status: 404 } },
    },
  },
});

/** Where somebody else might look for a port of this machine: its addresses in IPv4, and the loopback's. */
const ownAddresses = () => [
  ...Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address),
  "127.0.0.1",
];

const addressOf = (id: string) =>
  docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", id);

type Target = readonly [address: string, port: number];

/** Every port of the stack's containers, published and their own. */
async function targetsIn(stack: LiveStack): Promise<{ readonly published: readonly number[]; readonly own: Target[] }> {
  const containers = await stack.containers();
  return {
    published: containers.flatMap(({ ports }) => [...ports.values()]),
    own: containers.flatMap(({ id, ports }) => [...ports.keys()].map((port): Target => [addressOf(id), port])),
  };
}

needs(["engine", "busyboxImage", "dataImages", "namespaces"], "a stack of containers, seen from other machines", () => {
  let neighbours: Neighbours;
  beforeAll(() => {
    neighbours = makeNeighbours();
  });
  afterAll(() => neighbours.remove());

  test("answers none of them, on no port of this machine and of no container, whatever routes they make", {
    timeout: 3 * MINUTES,
  }, async () => {
    const stack = await liveStack({ ".devenvrc": WEB });
    await stack.trust();
    expectDone(await stack.avb("up", "--mode", "sandbox", "--with", "redis"));
    const { published, own } = await targetsIn(stack);
    expect([published.length, own.length]).toEqual([2, 2]);

    // What is published to everybody is found by the same question.
    const open = docker(...["run", "--detach", "--rm", "--publish", "0.0.0.0::8000", "busybox:1.35", ...HTTPD]);
    onTestFinished(() => void docker("rm", "--force", open));
    const port = Number(docker("port", open, "8000/tcp").split(":").at(-1));
    const { lan, container } = neighbours;
    expect(await scan(lan, [[lan.hostAddress, port]])).toEqual(["404"]);

    const addresses = ownAddresses();
    for (const address of [...addresses, ...own.map(([address]) => address)])
      if (address !== lan.hostAddress) leadAstray(lan, address);
    const targets = [...addresses.flatMap((one) => published.map((at): Target => [one, at])), ...own];
    const fates = new Set([...(await scan(lan, targets)), ...(await scan(container, targets))]);
    for (const fate of fates) expect(["ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "no answer"]).toContain(fate);
  });
});
