import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import type { EngineAddress, SshAddress } from "../domain/engine-address.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Host } from "../domain/world.ts";
import type { Deadline } from "./deadline.ts";
import { destinationOf } from "./ssh.ts";
import { openTunnel, type SshTunnel } from "./ssh-tunnel.ts";

/** What dockerode is made with; the agent, whose sockets are kept, is not in its types, only in its documentation. */
export type EngineOptions = Awaited<ReturnType<typeof optionsFor>>;

/** For an engine that is reached without ssh. */
export async function optionsFor(address: Exclude<EngineAddress, SshAddress>, certificates: string) {
  const { Agent } = await import("node:http");
  const plain = { agent: opaque(new Agent({ keepAlive: true }), "the engine's agent") };
  // What is not said, dockerode takes from DOCKER_HOST, where an ssh address makes it look for a client of its own.
  if (address.kind === "socket")
    return { socketPath: address.path, protocol: "http" as const, host: "", port: "", ...plain };
  const { host, port, tls } = address;
  if (!tls) return { protocol: "http" as const, host, port, ...plain };
  const { Agent: TlsAgent } = await import("node:https");
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map((name) => readFile(join(certificates, name)).catch(() => undefined)),
  );
  const agent = opaque(new TlsAgent({ keepAlive: true }), "the engine's agent");
  return {
    protocol: "https" as const,
    host,
    port,
    agent,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  };
}

/** The way to an engine behind ssh: opened by the first question, and again by the first after the line has gone. */
export function wayTo(place: Pick<Host, "env" | "platform">, address: SshAddress) {
  let tunnel: Promise<SshTunnel & { options: EngineOptions }> | undefined;
  const open = async () => {
    const opened = await openTunnel(place, address);
    const { socketPath: path } = opened;
    return { ...opened, options: await optionsFor({ kind: "socket", path, text: address.text }, "") };
  };
  return async (deadline: Deadline): Promise<EngineOptions> => {
    if (tunnel !== undefined && !(await tunnel).isOpen()) tunnel = undefined;
    tunnel ??= open().catch((error: unknown) => {
      tunnel = undefined;
      throw error;
    });
    const facts = { address: address.text, destination: destinationOf(address), why: "nobody has answered in time" };
    deadline.means = () => AvbError.of("ENGINE_SSH_FAILED", facts);
    const { options } = await tunnel;
    delete deadline.means;
    return options;
  };
}

/**
 * dockerode prints every request for its debug log before it asks whether anybody reads that, with all that hangs on the
 * agent and the signal: each socket and what it ever carried. A hundred requests at once took seconds.
 */
export const opaque = <T extends object>(thing: T, name: string): T =>
  Object.assign(thing, { [inspect.custom]: () => name });
