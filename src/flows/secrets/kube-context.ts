import { AvbError } from "../../domain/errors/avb-error.ts";
import { printable } from "../../domain/printable.ts";
import type { World } from "../../domain/world.ts";
import { requirePinned } from "./store-pin.ts";
import type { StoreTools } from "./store-tools.ts";

/** The cluster that kubectl speaks to when nothing else is said. */
export interface KubeContext {
  readonly name: string;
  /** The cluster's name in the file, and its address where the file has it. */
  readonly cluster: string;
  readonly server?: string;
}

const MOST_BYTES = 1024 * 1024;

/**
 * The current context, which is shown and pinned as stores elsewhere are: STORE_LOOKS_PRODUCTION, STORE_NOT_PINNED (15) before
 * anything is done with it. Undefined where there is none; KUBE_CONTEXT (3) where one is `needed`, or a file that is none.
 */
export async function requirePinnedContext(
  tools: StoreTools,
  { needed }: { readonly needed: boolean },
): Promise<KubeContext | undefined> {
  const { world } = tools;
  const context = await currentContext(world);
  if (context === undefined) {
    if (!needed) return undefined;
    throw AvbError.of("KUBE_CONTEXT", { path: filesOf(world).join(":"), why: "names no current context" });
  }
  const { name, cluster, server = "" } = context;
  const what = `context ${printable(name)}, cluster ${printable(cluster)}${server === "" ? "" : ` at ${printable(server)}`}`;
  await requirePinned(tools, "kubernetes", { what, names: [name, cluster, server] });
  return context;
}

/** Where kubectl looks: the files of KUBECONFIG, or its own. */
const filesOf = ({ host }: World): readonly string[] => {
  const named = (host.env.KUBECONFIG ?? "").split(host.platform === "win32" ? ";" : ":").filter((path) => path !== "");
  return named.length > 0 ? named : [`${host.home}/.kube/config`];
};

/** As kubectl merges them: of everything that is named twice the first file counts. */
async function currentContext(world: World): Promise<KubeContext | undefined> {
  const files = await Promise.all(filesOf(world).map((path) => readKubeconfig(world, path)));
  const name = files.map((file) => textIn(file, "current-context")).find((text) => text !== "");
  if (name === undefined) return undefined;
  const cluster = textIn(entryOf(files, "contexts", name, "context"), "cluster");
  const server = textIn(entryOf(files, "clusters", cluster, "cluster"), "server");
  return { name, cluster, ...(server !== "" && { server: originOf(server) }) };
}

async function readKubeconfig(world: World, path: string): Promise<object> {
  const file = await world.files.readRegular(path, MOST_BYTES);
  if (file === undefined) return {};
  const { value } = await world.yaml.parse(new TextDecoder().decode(file.bytes), path).catch(() => {
    // The parser's own words may quote the file, which holds keys.
    throw AvbError.of("KUBE_CONTEXT", { path, why: "is no kubeconfig" });
  });
  return isObject(value) ? value : {};
}

/** What stands under `inner` of the list's entry of that name. */
function entryOf(files: readonly object[], list: "contexts" | "clusters", name: string, inner: string): object {
  const entries = files.flatMap((file): readonly unknown[] => {
    const all: unknown = Reflect.get(file, list);
    return Array.isArray(all) ? all : [];
  });
  const found = entries.filter(isObject).find((entry) => Reflect.get(entry, "name") === name);
  const held: unknown = found === undefined ? undefined : Reflect.get(found, inner);
  return isObject(held) ? held : {};
}

function textIn(object: object, key: string): string {
  const value: unknown = Reflect.get(object, key);
  return typeof value === "string" ? value : "";
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** An address may hold a password. */
function originOf(server: string): string {
  try {
    const { origin, host } = new URL(server);
    return origin === "null" ? host : origin;
  } catch {
    return "an address that cannot be read";
  }
}
