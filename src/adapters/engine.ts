import type { Engine, EngineFacts } from "../domain/engine.ts";
import { safePath } from "../domain/safe-path.ts";
import type { PortOwner } from "../domain/sockets.ts";
import type { Place } from "./engine-address.ts";
import { type Asked, type EngineClient, type EngineConnection, engineConnection } from "./engine-connection.ts";
import { engineReport } from "./engine-report.ts";
import { repositoryAround } from "./repository-around.ts";
import { nodeShell } from "./shell.ts";

/** A slow program is not the engine's fault: it has to be through before the engine's own time is. */
const OF_ITS_TIME = 0.8;

/** The container engine as it speaks of itself, and Compose through its own command. */
export const nodeEngine = (place: Place, connection: EngineConnection = engineConnection(place)): Engine => ({
  ...engineReport(connection),
  facts: (timeoutMs) => connection.read({ timeoutMs }, (asked) => facts(asked, { place, timeoutMs })),
  architecture: (timeoutMs) => connection.read({ timeoutMs }, async ({ client }) => (await client.version()).Arch),
  now: (timeoutMs) =>
    connection.read({ timeoutMs }, async ({ client }) => Date.parse((await client.info()).SystemTime)),
  containerOnPort: (port, timeoutMs) => connection.read({ timeoutMs }, ({ client }) => containerOnPort(client, port)),
});

interface Question {
  readonly place: Place;
  readonly timeoutMs: number;
}

async function facts({ client, address }: Asked, { place, timeoutMs }: Question): Promise<EngineFacts> {
  const [version, gateway, composeVersion] = await Promise.all([
    client.version(),
    gatewayOf(client),
    composeVersionOf(place, timeoutMs * OF_ITS_TIME),
  ]);
  return {
    version: version.Version,
    address,
    ...(gateway === undefined ? {} : { gateway }),
    ...(composeVersion === undefined ? {} : { composeVersion }),
  };
}

/** Podman has no network of that name, and an engine without networking none at all: then there is no gateway. */
async function gatewayOf(client: EngineClient): Promise<string | undefined> {
  const bridges = await client.listNetworks({ filters: { name: ["bridge"] } });
  const ranges = bridges.find(({ Name }) => Name === "bridge")?.IPAM?.Config ?? [];
  return ranges.map(({ Gateway }) => Gateway).find((gateway) => gateway !== undefined && /^[\d.]+$/.test(gateway));
}

async function composeVersionOf(place: Place, timeoutMs: number): Promise<string | undefined> {
  const kept = ["HOME", "USERPROFILE", "DOCKER_CONFIG", "SystemRoot"] as const;
  const env = Object.fromEntries(kept.flatMap((name) => (place.env[name] ? [[name, place.env[name]]] : [])));
  const PATH = safePath(place.env.PATH ?? "", place.platform === "win32" ? ";" : ":", repositoryAround(process.cwd()));
  const done = await nodeShell
    .run(["docker", "compose", "version", "--short"], { env: { ...env, PATH }, timeoutMs })
    .catch(() => undefined);
  return done?.exitCode === 0 ? /\d+(?:\.\d+)+/.exec(done.stdout)?.[0] : undefined;
}

async function containerOnPort(client: EngineClient, port: number): Promise<PortOwner | undefined> {
  const [container] = await client.listContainers({ filters: { publish: [String(port)] } });
  if (container === undefined) return undefined;
  const { "com.docker.compose.project": project, "com.docker.compose.project.working_dir": directory } =
    container.Labels;
  return {
    container: container.Names[0]?.replace(/^\//, "") ?? container.Id.slice(0, 12),
    ...(project === undefined ? {} : { project }),
    ...(directory === undefined ? {} : { directory }),
  };
}
