import { reachOf } from "../domain/engine-address.ts";
import type { EngineMachine, EngineReport, EngineSubnet } from "../domain/engine-report.ts";
import { findEngine } from "./engine-address.ts";
import type { EngineClient, EngineConnection } from "./engine-connection.ts";

/** What the engine says when it is asked how it is set up. */
export const engineReport = ({ place, read }: EngineConnection): EngineReport => ({
  place: async () => {
    const { address, because, missingContext } = await findEngine(place);
    const missing = missingContext === undefined ? {} : { missingContext };
    return { address: address.text, reach: reachOf(address), because, ...missing };
  },
  machine: (timeoutMs) => read({ timeoutMs }, ({ client }) => machine(client)),
  subnets: (timeoutMs) => read({ timeoutMs }, ({ client }) => subnets(client)),
  publications: (label, timeoutMs) =>
    read({ timeoutMs }, async ({ client }) => {
      const running = await client.listContainers({ filters: { label: [label] } });
      return running.flatMap(({ Names, Ports }) =>
        Ports.flatMap(({ IP, PublicPort }) =>
          PublicPort ? [{ container: plainName(Names), address: IP || "0.0.0.0", port: PublicPort }] : [],
        ),
      );
    }),
});

async function machine(client: EngineClient): Promise<EngineMachine> {
  const info = await client.info();
  const options: readonly string[] = info.SecurityOptions ?? [];
  return {
    // Podman's own version takes it a second: it runs its helpers to ask for theirs.
    product: "BuildahVersion" in info ? "podman" : "docker",
    cgroup: String(info.CgroupVersion ?? ""),
    limitsMemory: info.MemoryLimit === true,
    limitsProcesses: info.PidsLimit === true,
    storageDriver: String(info.Driver ?? ""),
    dataFolder: String(info.DockerRootDir ?? ""),
    memoryBytes: Number(info.MemTotal ?? 0),
    rootless: options.some((option) => option.includes("name=rootless")) || info.Rootless === true,
    ownAddressPools: Array.isArray(info.DefaultAddressPools) && info.DefaultAddressPools.length > 0,
  };
}

async function subnets(client: EngineClient): Promise<readonly EngineSubnet[]> {
  const networks = await client.listNetworks();
  return networks.flatMap(({ Name, IPAM }) =>
    (IPAM?.Config ?? []).flatMap(({ Subnet = "", Gateway = "" }) =>
      Subnet === "" ? [] : [{ network: Name, subnet: Subnet, gateway: Gateway }],
    ),
  );
}

const plainName = (names: readonly string[]): string => names[0]?.replace(/^\//, "") ?? "";
