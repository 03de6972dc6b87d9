import { type Check, type Finding, findings } from "../../domain/check.ts";
import { rangesOverlap } from "../../domain/cidr.ts";
import type { EngineSubnet } from "../../domain/engine-report.ts";
import { LABELS } from "../../domain/live/desired.ts";
import type { MachineNetwork } from "../../domain/machine.ts";
import { shellWord } from "../../domain/shell-word.ts";
import { withEngine } from "./ask-engine.ts";

const ASK_MS = 1000;
/** Docker's own pools hold 31 networks; a stack needs up to three. */
const POOL = { holds: 31, needs: 3 };
const LOOPBACK = /^(?:127\.|::1$)/;

/** Address ranges of the engine's networks beside those that this machine is in. */
export const subnetsCheck: Check = withEngine({
  id: "subnets",
  title: "Container networks",
  looksAt:
    "whether a network of containers has the addresses of one that this machine is in, and whether there is room for more",
  run: async (world, patient) => {
    const [subnets, { product, ownAddressPools }] = await Promise.all([
      world.engine.subnets(ASK_MS),
      patient.engineMachine(),
    ]);
    const clashes = subnets.flatMap((one) => clashesWith(one, world.machine.networks()));
    const bounded = product === "docker" && !ownAddressPools;
    const full = bounded && subnets.length > POOL.holds - POOL.needs ? [crowded(subnets.length)] : [];
    return findings([...clashes, ...full], `${subnets.length} networks, and none in the way of this machine's own`);
  },
});

function clashesWith({ network, subnet, gateway }: EngineSubnet, own: readonly MachineNetwork[]): readonly Finding[] {
  return own
    .filter(({ address, cidr }) => address !== gateway && rangesOverlap(cidr, subnet))
    .map(({ name, cidr }) => ({
      state: "warn",
      says: `the network ${network} has the addresses ${subnet}, and so has this machine's own ${name} (${cidr}): what is behind that one cannot be reached`,
      fixes: [
        `docker network rm ${shellWord(network)}`,
        "give the engine other ranges: default-address-pools in its daemon.json",
      ],
    }));
}

const crowded = (count: number): Finding => ({
  state: "warn",
  says: `the engine has ${count} networks, and its address pools hold about ${POOL.holds}`,
  fixes: ["remove networks that nothing uses: docker network prune"],
});

/** Where the ports of avb's containers can be reached from. */
export const publishedCheck: Check = withEngine({
  id: "published",
  title: "Published ports",
  looksAt: "whether every port of a container that avb made is published on a loopback address alone",
  run: async (world) => {
    const ports = await world.engine.publications(LABELS.checkout, ASK_MS);
    const open = ports.filter(({ address }) => !LOOPBACK.test(address));
    const found = open.map(
      ({ container, address, port }): Finding => ({
        state: "fail",
        says: `${container} is published on ${address}:${port}, where other machines reach it`,
        fixes: [`docker rm --force ${shellWord(container)} && avb dev up`],
      }),
    );
    return findings(found, ports.length === 0 ? "nothing is published" : `${ports.length} ports, on loopback alone`);
  },
});
