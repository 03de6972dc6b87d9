import { setTimeout } from "node:timers/promises";
import { typage } from "../../src/adapters/age.ts";
import { awsSdk } from "../../src/adapters/aws.ts";
import { azureSdk } from "../../src/adapters/azure.ts";
import { fragmentSchema } from "../../src/adapters/compose-fragments.ts";
import { configSchema, yaml } from "../../src/adapters/config-formats.ts";
import { gitObjects } from "../../src/adapters/git-objects.ts";
import { nodeHash } from "../../src/adapters/hash.ts";
import { joseJwt } from "../../src/adapters/jwt.ts";
import { keycloakOver } from "../../src/adapters/keycloak.ts";
import { lagoOver } from "../../src/adapters/lago.ts";
import { secretlint } from "../../src/adapters/secret-engine.ts";
import { socketLogins } from "../../src/adapters/server-logins.ts";
import type { EngineFacts } from "../../src/domain/engine.ts";
import type { EngineMachine } from "../../src/domain/engine-report.ts";
import type { Host, HttpAnswer, World } from "../../src/domain/world.ts";
import { countingRandom } from "./counting-random.ts";
import { type FakeEngine, fakeEngine, unreachableEngine } from "./fake-engine.ts";
import { type FakeFiles, fakeFiles } from "./fake-files.ts";
import { unreachableKafka } from "./fake-kafka.ts";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";
import { unreachableTemporal } from "./fake-temporal.ts";

/** What a fake server is asked. */
export interface FakeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers for one origin such as `http://127.0.0.1:8080`; undefined refuses the connection. */
export type FakeServer = (request: FakeRequest) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>;

/** The outside in memory. Everything a flow does to it can be read back; nothing waits. */
export interface FakeWorld extends World, FakeMachine {
  readonly files: FakeFiles;
  /** Unreachable until a test gives the world an engine. */
  containers: World["containers"];
  remote: World["remote"];
  /** Unreachable until a test gives the world one. */
  temporal: World["temporal"];
  kafka: World["kafka"];
  /** Milliseconds; every sleep moves it on. */
  nowMs: number;
  /** What the container engine says; without it every question fails. */
  engineFacts?: EngineFacts;
  readonly servers: Map<string, FakeServer>;
  readonly requests: FakeRequest[];
  /** What is piped in. */
  stdin: string;
}

const ENGINE_MACHINE: EngineMachine = {
  ...{ product: "docker", cgroup: "2", limitsMemory: true, limitsProcesses: true, storageDriver: "overlay2" },
  ...{ dataFolder: "/var/lib/docker", memoryBytes: 16e9, rootless: false, ownAddressPools: false },
};

/** A machine that never was: Linux, a terminal on neither side, an empty checkout in /home/dev/shop. */
export function fakeWorld(host: Partial<Host> = {}): FakeWorld {
  const asked = { requests: [] as FakeRequest[], servers: new Map<string, FakeServer>() };
  const rest: Omit<FakeWorld, keyof FakeMachine | keyof typeof asked> = {
    files: fakeFiles(() => world.nowMs, 1000),
    nowMs: 1_700_000_000_000,
    age: typage,
    ...{ aws: awsSdk, azure: azureSdk },
    stdin: "",
    input: { read: async () => new TextEncoder().encode(world.stdin) },
    clock: { now: () => world.nowMs, sleep: fakeSleep(() => world) },
    random: countingRandom(),
    ...{ hash: nodeHash, secretEngine: secretlint, gitObjects },
    yaml,
    configSchema,
    fragmentSchema,
    http: { request: (options) => ask(asked, options) },
    outside: { request: (options) => ask(asked, options) },
    logins: socketLogins,
    lago: lagoOver({ request: (options) => ask(asked, options) }),
    keycloak: keycloakOver({ request: (options) => ask(asked, options) }, { now: () => world.nowMs }),
    temporal: unreachableTemporal,
    kafka: unreachableKafka,
    jwt: joseJwt,
    engine: {
      facts: async () => {
        if (world.engineFacts === undefined) throw new Error("this fake world has no engine: set engineFacts");
        return world.engineFacts;
      },
      architecture: async () => "amd64",
      now: async () => world.nowMs,
      containerOnPort: async () => undefined,
      place: async () => ({ address: "unix:///var/run/docker.sock", reach: "local", because: "a usual socket" }),
      machine: async () => ENGINE_MACHINE,
      subnets: async () => [{ network: "bridge", subnet: "172.17.0.0/16", gateway: "172.17.0.1" }],
      publications: async () => [],
    },
    containers: unreachableEngine(),
    remote: { forward: () => Promise.reject(new Error("this fake world's engine is here: set remote")) },
    machine: {
      disk: async () => ({ freeBytes: 100e9, freeFiles: 1e6 }),
      freeMemory: () => 8e9,
      resolve: async () => ["127.0.0.1", "::1"],
      networks: () => [{ name: "eth0", address: "192.0.2.20", cidr: "192.0.2.20/24" }],
      umask: async () => 0o022,
    },
    host: {
      ...{
        platform: "linux",
        version: "6.1.0",
        node: "20.20.2",
        env: { AVB_STATE_DIR: "/state" },
        cwd: "/home/dev/shop",
      },
      ...{ home: "/home/dev", uid: 1000, stdinIsTty: false, stdoutIsTty: false, packageRoot: "/avb" },
      ...host,
    },
  };
  const world: FakeWorld = Object.assign(fakeMachine(), asked, rest);
  world.files.put(`${world.host.cwd}/.keep`, "");
  return world;
}

/** Gives the world a container engine that runs on its clock. */
export function giveEngine(world: FakeWorld): FakeEngine {
  const engine = fakeEngine(() => world.nowMs);
  world.containers = engine.containers;
  return engine;
}

/** Time runs a hundred times faster, and whoever wakes has slept exactly as long as was asked. */
const fakeSleep =
  (clock: () => { nowMs: number }): World["clock"]["sleep"] =>
  (ms, signal) => {
    const at = clock().nowMs + ms;
    return setTimeout(ms / 100, undefined, signal === undefined ? {} : { signal }).then(() => {
      clock().nowMs = Math.max(clock().nowMs, at);
    });
  };

async function ask(
  { requests, servers }: { requests: FakeRequest[]; servers: Map<string, FakeServer> },
  options: Parameters<World["http"]["request"]>[0],
): Promise<HttpAnswer> {
  const url = new URL(options.url);
  const request = { method: options.method ?? "GET", url, headers: options.headers ?? {}, body: options.body ?? "" };
  requests.push(request);
  const answer = await servers.get(url.origin)?.(request);
  if (answer === undefined)
    throw Object.assign(new Error(`connect ECONNREFUSED ${url.host}`), { code: "ECONNREFUSED" });
  return answer;
}
