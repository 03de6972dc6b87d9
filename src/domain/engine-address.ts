import { AvbError } from "./errors/avb-error.ts";
import { isLoopbackHost } from "./loopback.ts";

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
  | SshAddress;

/** An engine behind `ssh`: what its program is told, and the socket that the engine has there. */
export interface SshAddress {
  readonly kind: "ssh";
  /** As it is written, for `ssh` has names of its own for machines. */
  readonly host: string;
  readonly user?: string;
  readonly port?: string;
  readonly socket: string;
  readonly text: string;
}

/** How an engine is reached: on this machine or in a virtual one on it, or on another machine. */
export type EngineReach = "local" | "ssh" | "tcp";

const SOCKET = /^(?:unix|npipe):\/\/(.+)$/;

/** A password is passed over; nothing may look like an option of `ssh`, or like a second address. */
const SSH =
  /^ssh:\/\/(?:(?<user>[\w][\w.-]*)(?::[^@/]*)?@)?(?:\[(?<ip>[\da-fA-F:.]+)\]|(?<name>\w[\w.-]*))(?::(?<port>\d{1,5}))?(?<socket>\/[\w./-]+)?\/?$/;

/** Where Docker listens unless it was told otherwise. */
const USUAL_SOCKET = "/var/run/docker.sock";

/** The ports of addresses that name none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = { tcp: 2375, http: 2375, https: 2376 };
const TLS_PORT = 2376;

/** Reads an address as DOCKER_HOST and Docker's contexts write it; ENGINE_ADDRESS (2) for anything else. */
export function parseEngineAddress(address: string): EngineAddress {
  const path = SOCKET.exec(address)?.[1];
  if (path !== undefined) return { kind: "socket", path, text: address };
  const scheme = /^([a-z]+):\/\//.exec(address)?.[1] ?? "";
  const url = parseUrl(address);
  if (scheme === "ssh") return sshAddress(address);
  const usual = DEFAULT_PORTS[scheme];
  if (url === undefined || usual === undefined) throw AvbError.of("ENGINE_ADDRESS", { address: withoutUser(address) });
  const port = Number(url.port || usual);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { kind: "tcp", host, port, tls: scheme === "https" || port === TLS_PORT, text: withoutUser(address) };
}

function sshAddress(address: string): SshAddress {
  const { user, ip, name, port, socket = USUAL_SOCKET } = SSH.exec(address)?.groups ?? {};
  const host = ip ?? name;
  if (host === undefined) throw AvbError.of("ENGINE_ADDRESS", { address: withoutUser(address) });
  const text = withoutUser(address);
  return { ...{ kind: "ssh", host, socket, text }, ...(user && { user }), ...(port && { port }) };
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
    ".docker/desktop/docker.sock",
    ".orbstack/run/docker.sock",
    ".colima/default/docker.sock",
    ".rd/docker.sock",
  ];
  const session =
    runtimeFolder === undefined ? [] : [`${runtimeFolder}/docker.sock`, `${runtimeFolder}/podman/podman.sock`];
  return [USUAL_SOCKET, ...own.map((path) => `${home}/${path}`), ...session, "/run/podman/podman.sock"];
}

/** A socket and a loopback address are this machine's own; whatever else is reached by TCP is another machine's. */
export function reachOf(address: EngineAddress): EngineReach {
  if (address.kind === "socket") return "local";
  return address.kind === "tcp" && isLoopbackHost(address.host) ? "local" : address.kind;
}
