import { readdirSync, readFileSync } from "node:fs";
import type { EngineMachine } from "../../src/domain/engine-report.ts";
import type { Defect } from "./clean-machine.ts";
import { type FakeWorld, giveEngine } from "./fake-world.ts";

const COMPOSE = new URL("../../compose/", import.meta.url);

/** A stack that runs PostgreSQL and Redis beside the sandbox server. */
const WITH_DATA = { env: { AVB_WITH: "postgres,redis" } };

/** The fragments of the package, and an engine that has the images of that stack. */
function dataStack(world: FakeWorld) {
  for (const name of readdirSync(COMPOSE))
    world.files.put(`/avb/compose/${name}`, readFileSync(new URL(name, COMPOSE), "utf8"));
  // Reading them takes longer than the deadline of a check, whose time runs a hundred times faster here.
  Object.assign(world.clock, { sleep: () => new Promise(() => undefined) });
  const engine = giveEngine(world);
  engine.have("postgres:17", "redis:8.0");
  return engine;
}

const machineIs = (world: FakeWorld, facts: Partial<EngineMachine>): void => {
  const { machine } = world.engine;
  Object.assign(world.engine, { machine: async (ms: number) => ({ ...(await machine(ms)), ...facts }) });
};

/** What can be wrong with the container engine and with what is in it. */
export const ENGINE_DEFECTS: readonly Defect[] = [
  {
    name: "a context that is not there",
    ...{ check: "engine-place", state: "warn", says: /the context colima is not there, so unix:\/\/\/s is used/ },
    plant: (world) => {
      const place = { address: "unix:///s", reach: "local", because: "a usual socket", missingContext: "colima" };
      Object.assign(world.engine, { place: async () => place });
    },
  },
  {
    name: "an engine that is too old",
    ...{ check: "engine-version", state: "warn", says: /Docker 23\.0\.6\+azure-2 is older than 24/ },
    plant: (world) => {
      world.engineFacts = { version: "23.0.6+azure-2", composeVersion: "2.40.3", address: "unix:///s" };
    },
  },
  {
    name: "an engine that lets neighbours in",
    ...{
      check: "engine-version",
      state: "warn",
      says: /Docker 27\.5\.1 lets machines of the same network reach ports/,
    },
    plant: (world) => {
      world.engineFacts = { version: "27.5.1", composeVersion: "2.40.3", address: "unix:///s" };
    },
  },
  {
    name: "a Podman that is too old",
    ...{ check: "engine-version", state: "warn", says: /Podman 3\.4\.4 is older than 4/ },
    plant: (world) => {
      world.engineFacts = { version: "3.4.4", composeVersion: "2.40.3", address: "unix:///s" };
      machineIs(world, { product: "podman" });
    },
  },
  {
    name: "a rootless engine without limits",
    ...{ check: "engine-set-up", state: "warn", says: /cannot limit memory and processes/ },
    plant: (world) => machineIs(world, { limitsMemory: false, limitsProcesses: false, rootless: true, cgroup: "1" }),
  },
  {
    name: "a storage driver that copies",
    ...{ check: "engine-set-up", state: "warn", says: /the storage driver vfs copies every file/ },
    plant: (world) => machineIs(world, { storageDriver: "vfs" }),
  },
  {
    name: "an engine without the memory that one container may take",
    ...{ check: "engine-memory", state: "fail", says: /has 0\.2 GB of memory, .* may take \d\.\d GB, postgres alone/ },
    host: WITH_DATA,
    plant: (world) => {
      dataStack(world);
      machineIs(world, { memoryBytes: 200 << 20 });
    },
  },
  {
    name: "an engine short of memory for all of them together",
    ...{ check: "engine-memory", state: "warn", says: /has 0\.5 GB of memory, .* may take \d\.\d GB$/ },
    host: WITH_DATA,
    plant: (world) => {
      dataStack(world);
      machineIs(world, { memoryBytes: 520 << 20 });
    },
  },
  {
    name: "no room for an image that is missing",
    ...{ check: "image-room", state: "fail", says: /only 0\.5 GB are free .* still to come: redis:8\.0$/ },
    host: WITH_DATA,
    plant: (world) => {
      dataStack(world).images.delete("redis:8.0");
      const room = (path: string) => ({ freeBytes: path === "/var/lib/docker" ? 512 << 20 : 1e12 });
      Object.assign(world.machine, { disk: async (path: string) => room(path) });
    },
  },
  {
    name: "an image for another processor",
    ...{ check: "image-platform", state: "warn", says: /redis:8\.0 is made for arm64, and this engine runs amd64/ },
    host: WITH_DATA,
    plant: (world) => {
      const { images } = dataStack(world);
      const redis = images.get("redis:8.0");
      if (redis !== undefined) images.set("redis:8.0", { ...redis, architecture: "arm64" });
    },
  },
];
