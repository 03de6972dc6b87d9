import { AvbError } from "./errors/avb-error.ts";

/** Where a container engine listens; `text` is what a person is told, without a user or password. */
export type EngineAddress =
  | { readonly kind: "socket"; readonly path: string; readonly text: string }
  | {
      readonly kind: "tcp";
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly text: string;
    }
  | { readonly kind: "ssh"; readonly host: string; readonly text: string };

/** How an engine is reached: on this machine or in a virtual one on it, or on another machine. */
export type EngineReach = "local" | "ssh" | "tcp";

const SOCKET = /^(?:unix|npipe):\/\/(.+)$/;

/** The ports of addresses that name none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = { tcp: 2375, http: 2375, https: 2376 };
const TLS_PORT = 2376;

/** Reads an address as DOCKER_HOST and Docker's contexts write it; ENGINE_ADDRESS (2) for anything else. */
export function parseEngineAddress(address: string): EngineAddress {
  const path = SOCKET.exec(address)?.[1];
  if (path !== undefined) return { kind: "socket", path, text: address };
  const scheme = /^([a-z]+):\/\//.exec(address)?.[1] ?? "";
  const url = parseUrl(address);
  if (scheme === "ssh" && url !== undefined) return { kind: "ssh", host: url.hostname, text: withoutUser(address) };
  const usual = DEFAULT_PORTS[scheme];
  if (url === undefined || usual === undefined) throw AvbError.of("ENGINE_ADDRESS", { address: withoutUser(address) });
  const port = Number(url.port || usual);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { kind: "tcp", host, port, tls: scheme === "https" || port === TLS_PORT, text: withoutUser(address) };
}

const withoutUser = (address: string): string => address.replace(/\/\/[^@/]*@/, "//");

/** Special schemes alone get their host and port taken apart, so the address is read as an http one. */
function parseUrl(address: string): URL | undefined {
  const web = address.replace(/^[a-z]+:/, "http:");
  return URL.canParse(web) ? new URL(web) : undefined;
}

/** Sockets on which engines listen when nothing else is said, the likeliest first. */
export function defaultSockets(platform: string, home: string, runtimeFolder: string | undefined): readonly string[] {
  if (platform === "win32") return ["//./pipe/docker_engine"];
  const own = [
    ".docker/run/docker.sock",
    ".orbstack/run/docker.sock",
    ".colima/default/docker.sock",
    ".rd/docker.sock",
  ];
  const session =
    runtimeFolder === undefined ? [] : [`${runtimeFolder}/docker.sock`, `${runtimeFolder}/podman/podman.sock`];
  return ["/var/run/docker.sock", ...own.map((path) => `${home}/${path}`), ...session];
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1)$/;

/** A socket and a loopback address are this machine's own; whatever else is reached by TCP is another machine's. */
export function reachOf(address: EngineAddress): EngineReach {
  if (address.kind === "socket") return "local";
  return address.kind === "tcp" && LOOPBACK.test(address.host) ? "local" : address.kind;
}
