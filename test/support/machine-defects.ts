import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { takeLock } from "../../src/flows/lock.ts";
import { type Defect, stateOf } from "./clean-machine.ts";
import { fakeCheckout } from "./fake-checkout.ts";

const serverRecord = (pid: number) =>
  JSON.stringify({ instance: "i", pid, processStart: "9", identityPort: 8080, billingPort: 63690, realm: "r" });

/** What can be wrong with the machine: its ports, processes and engine. */
export const MACHINE_DEFECTS: readonly Defect[] = [
  {
    name: "a port that another program holds",
    ...{ check: "ports", state: "warn", says: /port 8080 for keycloak is held by nginx \(pid 812\)/ },
    plant: (world) => void world.taken.set(8080, { pid: 812, command: "nginx" }),
  },
  {
    name: "a range with no port left",
    ...{ check: "ports", state: "fail", says: /range 63690, 63695-63699 is used up/ },
    plant: (world) => {
      for (let port = 63690; port < 63700; port += 1) world.taken.set(port, { pid: 812, command: "nginx" });
    },
  },
  {
    name: "moves that avb did not write",
    ...{ check: "ports", state: "fail", says: /ports\.json is not what avb wrote there/ },
    plant: (world) => world.files.put(stateOf(world).ports, "[]"),
  },
  {
    name: "an ephemeral range that covers the block",
    ...{ check: "ephemeral", state: "warn", says: /ports 65000-65049 of AgentVoiceBox lie in the range 49152-65535/ },
    plant: (world) => Object.assign(world.sockets, { ephemeralRange: async () => ({ from: 49152, to: 65535 }) }),
  },
  {
    name: "a range that Windows refuses",
    ...{ check: "ephemeral", state: "warn", says: /refuses the ports 65000-65010/ },
    plant: (world) =>
      Object.assign(world.sockets, { reservedRanges: async () => [{ from: 64990, to: 65010, kind: "refused" }] }),
  },
  {
    name: "the record of a server that was killed",
    ...{ check: "stale", state: "warn", says: /has ended without being stopped \(pid 77\)/ },
    plant: (world) => world.files.put(stateOf(world).instance, serverRecord(77)),
  },
  {
    name: "a server that lives and does not answer",
    ...{ check: "stale", state: "fail", says: /lives \(pid 77\) but does not answer/ },
    plant: (world) => {
      world.living.set(77, { start: "9", command: "node sandbox.cjs" });
      world.files.put(stateOf(world).instance, serverRecord(77));
    },
  },
  {
    name: "the lock of a command that was killed",
    ...{ check: "stale", state: "warn", says: /left by 'avb dev up' \(pid 4242\), which has ended/ },
    plant: async (world) => {
      await takeLock(world, { ...fakeCheckout(), state: stateOf(world) }, "avb dev up");
      world.living.delete(4242);
    },
  },
  {
    name: "no engine, in the sandbox",
    ...{ check: "engine", state: "warn", says: /unreachable/ },
    plant: (world) => {
      const gone = AvbError.of("ENGINE_UNREACHABLE", { address: "unix:///nope", why: "ENOENT" });
      const facts = () => Promise.reject(gone);
      Object.assign(world, { engine: { ...world.engine, facts } });
    },
  },
  {
    name: "Compose is missing",
    ...{ check: "engine", state: "warn", says: /'docker compose' is missing/ },
    plant: (world) => {
      world.engineFacts = { version: "28.5.2", address: "unix:///s" };
    },
  },
  {
    name: "Compose is too old",
    ...{ check: "engine", state: "warn", says: /Compose 2\.40\.2 is older than 2\.40\.3/ },
    plant: (world) => {
      world.engineFacts = { version: "28.5.2", composeVersion: "2.40.2", address: "unix:///s" };
    },
  },
];
