import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import type { Engine, EngineFacts } from "../domain/engine.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { safePath } from "../domain/safe-path.ts";
import type { PortOwner } from "../domain/sockets.ts";
import type { Host } from "../domain/world.ts";
import { type FoundEngine, findEngine } from "./engine-address.ts";
import { repositoryAround } from "./repository-around.ts";
import { nodeShell } from "./shell.ts";

type Place = Pick<Host, "env" | "home" | "platform">;

/** The container engine through dockerode, and Compose through its own command. */
export const nodeEngine = (host: Place): Engine => ({
  facts: (timeoutMs) => ask(host, timeoutMs, (docker, address, signal) => facts(docker, { host, address, signal })),
  now: (timeoutMs) => ask(host, timeoutMs, async (docker) => Date.parse((await docker.info()).SystemTime)),
  containerOnPort: (port, timeoutMs) =>
    ask(host, timeoutMs, (docker, _address, signal) => containerOnPort(docker, port, signal)),
});

/** Asks the engine something that ends by the deadline, and says what went wrong in the error table's words. */
async function ask<T>(
  host: Place,
  timeoutMs: number,
  question: (docker: Docker, address: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const found = await findEngine(host);
  const address = found.address.text;
  const docker = await connect(found, timeoutMs);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await Promise.race([question(docker, address, signal), rejected(signal)]);
  } catch (error) {
    if (error instanceof AvbError) throw error;
    throw failure(error, { address, timeoutMs, late: signal.aborted });
  }
}

const rejected = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));

async function connect({ address, certificates }: FoundEngine, timeout: number): Promise<Docker> {
  if (address.kind === "ssh") throw AvbError.of("ENGINE_SSH", { address: address.text, host: address.host });
  const { default: Dockerode } = await import("dockerode");
  if (address.kind === "socket") return new Dockerode({ socketPath: address.path, timeout });
  const { host, port, tls } = address;
  if (!tls) return new Dockerode({ protocol: "http", host, port, timeout });
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map((name) => readFile(join(certificates, name)).catch(() => undefined)),
  );
  const shown = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  return new Dockerode({ protocol: "https", host, port, timeout, ...shown });
}

async function facts(
  docker: Docker,
  { host, address, signal }: { host: Place; address: string; signal: AbortSignal },
): Promise<EngineFacts> {
  const [version, gateway, composeVersion] = await Promise.all([
    docker.version(),
    gatewayOf(docker, signal),
    composeVersionOf(host),
  ]);
  return {
    version: version.Version,
    address,
    ...(gateway === undefined ? {} : { gateway }),
    ...(composeVersion === undefined ? {} : { composeVersion }),
  };
}

/** Podman has no network of that name, and an engine without networking none at all: then there is no gateway. */
async function gatewayOf(docker: Docker, abortSignal: AbortSignal): Promise<string | undefined> {
  const bridges = await docker.listNetworks({ filters: { name: ["bridge"] }, abortSignal });
  const ranges = bridges.find(({ Name }) => Name === "bridge")?.IPAM?.Config ?? [];
  return ranges.map(({ Gateway }) => Gateway).find((gateway) => gateway !== undefined && /^[\d.]+$/.test(gateway));
}

async function composeVersionOf(host: Place): Promise<string | undefined> {
  const kept = ["HOME", "USERPROFILE", "DOCKER_CONFIG", "SystemRoot"] as const;
  const env = Object.fromEntries(kept.flatMap((name) => (host.env[name] ? [[name, host.env[name]]] : [])));
  const PATH = safePath(host.env.PATH ?? "", host.platform === "win32" ? ";" : ":", repositoryAround(process.cwd()));
  const done = await nodeShell
    .run(["docker", "compose", "version", "--short"], { env: { ...env, PATH }, timeoutMs: 1500 })
    .catch(() => undefined);
  return done?.exitCode === 0 ? /\d+(?:\.\d+)+/.exec(done.stdout)?.[0] : undefined;
}

async function containerOnPort(docker: Docker, port: number, abortSignal: AbortSignal): Promise<PortOwner | undefined> {
  const [container] = await docker.listContainers({ filters: { publish: [String(port)] }, abortSignal });
  if (container === undefined) return undefined;
  const { "com.docker.compose.project": project, "com.docker.compose.project.working_dir": directory } =
    container.Labels;
  return {
    container: container.Names[0]?.replace(/^\//, "") ?? container.Id.slice(0, 12),
    ...(project === undefined ? {} : { project }),
    ...(directory === undefined ? {} : { directory }),
  };
}

/** node:http reports a deadline of ours as an abort or as a hang-up (F3). */
function failure(error: unknown, about: { address: string; timeoutMs: number; late: boolean }): AvbError {
  const { code, statusCode, reason, message } = Object(error) as Record<string, unknown>;
  const { address } = about;
  const hung = about.late || (code === "ECONNRESET" && message === "socket hang up");
  if (hung) return AvbError.of("ENGINE_HUNG", { address, ms: String(about.timeoutMs) }, { cause: error });
  if (typeof statusCode === "number")
    return AvbError.of("ENGINE_REFUSED", { address, why: `${statusCode} ${String(reason ?? "")}`.trim() });
  return AvbError.of("ENGINE_UNREACHABLE", { address, why: String(code ?? message) }, { cause: error });
}
