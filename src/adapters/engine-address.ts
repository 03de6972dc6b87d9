import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultSockets, type EngineAddress, parseEngineAddress } from "../domain/engine-address.ts";
import type { Host } from "../domain/world.ts";

/** An engine's address, what named it, and the folder of the certificates to show it. */
export interface FoundEngine {
  readonly address: EngineAddress;
  readonly certificates: string;
  /** In the words of a person: `DOCKER_HOST`, `the context colima`. */
  readonly because: string;
  /** A context that was asked for and is not there. */
  readonly missingContext?: string;
}

/** Where to look for the engine. */
export type Place = Pick<Host, "env" | "home" | "platform">;

/** Finds the engine as Docker's own client does: DOCKER_HOST, then the chosen context, then the usual sockets. */
export async function findEngine(host: Place): Promise<FoundEngine> {
  const folder = host.env.DOCKER_CONFIG || join(host.home, ".docker");
  const certificates = host.env.DOCKER_CERT_PATH || folder;
  const named = host.env.DOCKER_HOST;
  if (named) return { address: parseEngineAddress(named), certificates, because: "DOCKER_HOST" };
  const context = host.env.DOCKER_CONTEXT || (await field(join(folder, "config.json"), ["currentContext"]));
  const missingContext = context === undefined || context === "" || context === "default" ? undefined : context;
  const found = missingContext && (await fromContext(folder, missingContext));
  if (found) return found;
  const usual = { address: await usualSocket(host), certificates, because: "a usual socket" };
  return missingContext === undefined ? usual : { ...usual, missingContext };
}

async function fromContext(folder: string, context: string): Promise<FoundEngine | undefined> {
  const id = createHash("sha256").update(context).digest("hex");
  const address = await field(join(folder, "contexts/meta", id, "meta.json"), ["Endpoints", "docker", "Host"]);
  if (address === undefined) return undefined;
  const certificates = join(folder, "contexts/tls", id, "docker");
  return { address: parseEngineAddress(address), certificates, because: `the context ${context}` };
}

async function usualSocket(host: Place): Promise<EngineAddress> {
  const sockets = defaultSockets(host.platform, host.home, host.env.XDG_RUNTIME_DIR);
  const there = await Promise.all(
    sockets.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  const path = sockets[Math.max(there.indexOf(true), 0)] ?? "";
  return parseEngineAddress(`${host.platform === "win32" ? "npipe" : "unix"}://${path}`);
}

/** A text in a JSON file by its path of keys; undefined where there is no such file, no such key, or no JSON. */
async function field(file: string, keys: readonly string[]): Promise<string | undefined> {
  try {
    let value: unknown = JSON.parse(await readFile(file, "utf8"));
    for (const key of keys) value = Object.entries(Object(value)).find(([name]) => name === key)?.[1];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
