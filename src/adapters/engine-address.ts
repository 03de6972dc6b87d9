import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
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

/** Finds the engine as Docker's own client does: DOCKER_HOST, then the chosen context, then the usual sockets. Looks at once: a thread's wait would cost more. */
export async function findEngine(host: Place): Promise<FoundEngine> {
  const folder = host.env.DOCKER_CONFIG || join(host.home, ".docker");
  const certificates = host.env.DOCKER_CERT_PATH || folder;
  const named = host.env.DOCKER_HOST;
  if (named) return { address: parseEngineAddress(named), certificates, because: "DOCKER_HOST" };
  const context = host.env.DOCKER_CONTEXT || field(join(folder, "config.json"), ["currentContext"]);
  const missingContext = context === undefined || context === "" || context === "default" ? undefined : context;
  const found = missingContext && fromContext(folder, missingContext);
  if (found) return found;
  const usual = { address: usualSocket(host), certificates, because: "a usual socket" };
  return missingContext === undefined ? usual : { ...usual, missingContext };
}

function fromContext(folder: string, context: string): FoundEngine | undefined {
  const id = createHash("sha256").update(context).digest("hex");
  const address = field(join(folder, "contexts/meta", id, "meta.json"), ["Endpoints", "docker", "Host"]);
  if (address === undefined) return undefined;
  const certificates = join(folder, "contexts/tls", id, "docker");
  return { address: parseEngineAddress(address), certificates, because: `the context ${context}` };
}

function usualSocket(host: Place): EngineAddress {
  const sockets = defaultSockets(host.platform, host.home, host.env.XDG_RUNTIME_DIR);
  const path = sockets.find((one) => existsSync(one)) ?? sockets[0] ?? "";
  return parseEngineAddress(`${host.platform === "win32" ? "npipe" : "unix"}://${path}`);
}

/** A text in a JSON file by its path of keys; undefined where there is no such file, no such key, or no JSON. */
function field(file: string, keys: readonly string[]): string | undefined {
  try {
    let value: unknown = JSON.parse(readFileSync(file, "utf8"));
    for (const key of keys) value = Object.entries(Object(value)).find(([name]) => name === key)?.[1];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
