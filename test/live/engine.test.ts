import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { nodeEngine } from "../../src/adapters/engine.ts";
import { nodeSockets } from "../../src/adapters/sockets.ts";
import { portOwner } from "../../src/flows/port-owner.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { needs } from "../support/needs.ts";

const docker = (...args: string[]) => execFileSync("docker", args, { encoding: "utf8" }).trim();
const engine = nodeEngine({ env: process.env, home: homedir(), platform: process.platform });

needs(["engine", "compose", "nodeImage"], "the real engine", () => {
  test("it tells its version, Compose's and the gateway that containers reach the host by", async () => {
    const facts = await engine.facts(5000);
    expect(facts.version).toBe(docker("version", "--format", "{{.Server.Version}}"));
    expect(facts.composeVersion).toMatch(/^\d+\.\d+\.\d+$/);
    const gateway = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
    expect(facts.gateway).toBe(gateway);
  });

  test("it tells what its machine is like", async () => {
    const info = JSON.parse(docker("info", "--format", "{{json .}}"));
    expect(await engine.machine(5000)).toMatchObject({
      ...{ product: "docker", cgroup: info.CgroupVersion, storageDriver: info.Driver, limitsMemory: true },
      ...{ dataFolder: info.DockerRootDir, memoryBytes: info.MemTotal, rootless: false, ownAddressPools: false },
    });
  });

  test("networks have their ranges, and running containers the addresses that they are published on", async () => {
    const gateway = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
    expect(await engine.subnets(5000)).toContainEqual(expect.objectContaining({ network: "bridge", gateway }));
    const label = `avb.test=published-${process.pid}`;
    const ports = ["-p", "127.0.0.1::80", "-p", "127.0.0.2::81"];
    const id = docker("run", "-d", "--rm", "--label", label, ...ports, "node:20-slim", "sleep", "60");
    onTestFinished(() => void docker("rm", "-f", id));
    const published = await engine.publications(label, 5000);
    expect(published.map(({ address }) => address).sort()).toEqual(["127.0.0.1", "127.0.0.2"]);
    for (const { port } of published) expect(port).toBeGreaterThan(0);
  });

  test("a port that a container publishes names the container and its project", async () => {
    const labels = [
      "--label",
      "com.docker.compose.project=other",
      "--label",
      "com.docker.compose.project.working_dir=/home/me/other",
    ];
    const name = `avb-test-owner-${process.pid}`;
    const id = docker(
      "run",
      "-d",
      "--rm",
      "--name",
      name,
      ...labels,
      "-p",
      "127.0.0.1::80",
      "node:20-slim",
      "sleep",
      "60",
    );
    onTestFinished(() => void docker("rm", "-f", id));
    const port = Number(docker("port", id, "80").split(":").at(-1));
    const owner = await portOwner({ ...fakeWorld(), sockets: nodeSockets, engine }, port);
    expect(owner).toEqual({ container: name, project: "other", directory: "/home/me/other" });
    expect(await engine.containerOnPort(1, 5000)).toBeUndefined();
  });
});
