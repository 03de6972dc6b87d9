import { checkoutId, statePaths } from "../../src/domain/checkout.ts";
import { type Defect, ROOT, STATE } from "./clean-machine.ts";
import { type FakeWorld, giveEngine } from "./fake-world.ts";

const LIMITS = { timeoutMs: 1000 };

/** Containers of a checkout at the engine, all of them running. */
async function contain(world: FakeWorld, root: string, ...names: readonly string[]) {
  const engine = giveEngine(world);
  engine.have("redis:8.0");
  for (const name of names) {
    const Labels = {
      ...{ "avb.checkout": checkoutId(root, world.hash.sha256), "avb.slot": "0", "avb.root": root },
      ...{ "com.docker.compose.service": name.replace(/\d$/, ""), "com.docker.compose.project": "avb-shop" },
    };
    const id = await world.containers.create(name, { Image: "redis:8.0", Labels }, LIMITS);
    await world.containers.start(id, LIMITS);
  }
  return engine;
}

/** What can be wrong with networks and containers that are there. */
export const CONTAINER_DEFECTS: readonly Defect[] = [
  {
    name: "a container network with the office's addresses",
    ...{
      check: "subnets",
      state: "warn",
      says: /the network other_default has the addresses 172\.20\.0\.0\/16, and so has .* tun0/,
    },
    plant: (world) => {
      const subnets = [
        { network: "bridge", subnet: "172.17.0.0/16", gateway: "172.17.0.1" },
        { network: "other_default", subnet: "172.20.0.0/16", gateway: "172.20.0.1" },
      ];
      Object.assign(world.engine, { subnets: async () => subnets });
      const office = { name: "tun0", address: "172.20.9.7", cidr: "172.20.9.7/24" };
      const networks = () => [{ name: "docker0", address: "172.17.0.1", cidr: "172.17.0.1/16" }, office];
      Object.assign(world.machine, { networks });
    },
  },
  {
    name: "address pools that are nearly used up",
    ...{ check: "subnets", state: "warn", says: /the engine has 30 networks, and its address pools hold about 31/ },
    plant: (world) => {
      const subnets = Array.from({ length: 30 }, (_, index) => ({
        ...{ network: `n${index}`, subnet: `10.${index}.0.0/16`, gateway: `10.${index}.0.1` },
      }));
      Object.assign(world.engine, { subnets: async () => subnets });
    },
  },
  {
    name: "a port that other machines reach",
    ...{ check: "published", state: "fail", says: /avb-shop-postgres is published on 0\.0\.0\.0:65004/ },
    plant: (world) => {
      const ports = [
        { container: "avb-shop-postgres", address: "0.0.0.0", port: 65004 },
        { container: "avb-shop-redis", address: "127.0.0.1", port: 65005 },
      ];
      Object.assign(world.engine, { publications: async () => ports });
    },
  },
  {
    name: "containers that do not find each other",
    ...{ check: "container-names", state: "fail", says: /postgres does not find redis by its name/ },
    plant: async (world) => {
      const engine = await contain(world, ROOT, "postgres", "redis");
      engine.behave("postgres", { exec: () => ({ exitCode: 2, stdout: "", stderr: "" }) });
      engine.behave("redis", { exec: () => ({ exitCode: 127, stdout: "", stderr: "no getent" }) });
    },
  },
  {
    name: "containers of a folder that is gone",
    ...{ check: "orphans", state: "warn", says: /\/home\/dev\/old is gone, and postgres, redis of it are left/ },
    plant: async (world) => void (await contain(world, "/home/dev/old", "postgres", "redis")),
  },
  {
    name: "a stack that somebody started a second time",
    ...{ check: "projects", state: "warn", says: /has redis more than once: redis of the project avb-shop, redis2 of/ },
    plant: async (world) => void (await contain(world, ROOT, "redis", "redis2")),
  },
  {
    name: "another folder of this name",
    ...{ check: "projects", state: "warn", says: /the network avb-shop is that of \/srv\/shop/ },
    plant: (world) => {
      const labels = { "avb.checkout": "shop-00000000", "avb.root": "/srv/shop" };
      giveEngine(world).networks.set("avb-shop", { name: "avb-shop", labels });
    },
  },
  {
    name: "a sealed Vault",
    ...{ check: "vault", state: "fail", says: /Vault is sealed/ },
    plant: (world) => {
      const state = statePaths(STATE, checkoutId(ROOT, world.hash.sha256), 0);
      const without = ["keycloak", "lago", "temporal", "opa", "postgres", "redis"];
      world.files.put(state.containers, JSON.stringify({ mode: "live", with: [], without, usable: {} }));
      world.files.put(state.vault, JSON.stringify({ unsealKey: "k", rootToken: "t" }));
      const body = JSON.stringify({ errors: ["Vault is sealed"] });
      world.servers.set("http://127.0.0.1:65003", () => ({ status: 503, headers: {}, body }));
    },
  },
];
