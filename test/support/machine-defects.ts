import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { type Defect, stateOf } from "./clean-machine.ts";

/** What can be wrong with the machine: its ports, resources and engine. */
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
    ...{ check: "compose", state: "warn", says: /'docker compose' is missing/ },
    plant: (world) => {
      world.engineFacts = { version: "28.5.2", address: "unix:///s" };
    },
  },
  {
    name: "Compose is too old",
    ...{ check: "compose", state: "warn", says: /Compose 2\.40\.2 is older than 2\.40\.3/ },
    plant: (world) => {
      world.engineFacts = { version: "28.5.2", composeVersion: "2.40.2", address: "unix:///s" };
    },
  },
  {
    name: "an engine whose clock is behind",
    ...{ check: "engine-clock", state: "warn", says: /the engine's clock is 93 s behind this machine's/ },
    plant: (world) => Object.assign(world.engine, { now: async () => world.nowMs - 93_000 }),
  },
  {
    name: "a disk that is nearly full",
    ...{ check: "disk", state: "fail", says: /only 10 MB are free where \/ lies/ },
    plant: (world) => Object.assign(world.machine, { disk: async () => ({ freeBytes: 10 << 20 }) }),
  },
  {
    name: "a disk that takes no more files",
    ...{ check: "disk", state: "fail", says: /only 3 more files fit/ },
    plant: (world) => Object.assign(world.machine, { disk: async () => ({ freeBytes: 1e12, freeFiles: 3 }) }),
  },
  {
    name: "a machine short of memory",
    ...{ check: "memory", state: "warn", says: /only 300 MB of memory are free/ },
    plant: (world) => Object.assign(world.machine, { freeMemory: () => 300 << 20 }),
  },
  {
    name: "a clock that went back",
    ...{ check: "clock", state: "warn", says: /package\.json was written 3600 s from now/ },
    plant: (world) =>
      world.files.put("/avb/package.json", '{"version":"1.0.0"}', { modifiedMs: world.nowMs + 3_600_000 }),
  },
  {
    name: "a localhost that is another machine",
    ...{ check: "localhost", state: "fail", says: /stands for 192\.0\.2\.7, which is not this machine/ },
    plant: (world) => Object.assign(world.machine, { resolve: async () => ["127.0.0.1", "192.0.2.7"] }),
  },
  {
    name: "a localhost that is nowhere",
    ...{ check: "localhost", state: "fail", says: /stands for no address/ },
    plant: (world) => Object.assign(world.machine, { resolve: async () => [] }),
  },
  {
    name: "a localhost without IPv4",
    ...{ check: "localhost", state: "warn", says: /::1 alone/ },
    plant: (world) => Object.assign(world.machine, { resolve: async () => ["::1"] }),
  },
  {
    name: "a umask that shares every file",
    ...{ check: "umask", state: "warn", says: /umask 0000 lets every user write/ },
    plant: (world) => Object.assign(world.machine, { umask: async () => 0 }),
  },
  {
    name: "a umask that takes files from their owner",
    ...{ check: "umask", state: "fail", says: /umask 0277 takes files away/ },
    plant: (world) => Object.assign(world.machine, { umask: async () => 0o277 }),
  },
];
