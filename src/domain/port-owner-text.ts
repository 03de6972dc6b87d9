import { printable } from "./printable.ts";
import type { PortOwner } from "./sockets.ts";

/** Programs that hold a published port on behalf of a container engine: the container is whom a person wants named. */
const FORWARDERS =
  /^(docker-proxy|com\.docker\.\S+|vpnkit\S*|rootlessport|rootlesskit|slirp4netns|gvproxy|limactl|ssh|OrbStack\S*|wslrelay(\.exe)?)$/;

/** True when the engine should be asked as well: the process forwards for it, or may not be looked into. */
export const mayBeContainer = (owner: PortOwner | undefined): boolean =>
  owner?.pid === undefined || FORWARDERS.test(owner.command?.split(" ")[0] ?? "");

/** The script of avb's own sandbox server, as it shows in a process's name. */
const SANDBOX_SERVER = /^node(?:\.exe)? sandbox\.cjs$/;

const LONGEST_PATH = 1000;

/** True for a process that is a sandbox server by its name: its record tells whose. */
export const isSandboxServer = (owner: PortOwner | undefined): owner is PortOwner & { readonly pid: number } =>
  owner?.pid !== undefined && SANDBOX_SERVER.test(owner.command ?? "");

/** The launch file that a sandbox server was given, in its command line; paths may hold spaces. */
export const launchFileIn = (commandLine: string): string | undefined =>
  /sandbox\.cjs (.+[/\\]launch\.json)$/.exec(commandLine)?.[1];

/** Who holds a port, in words: `nginx (pid 812)`, `container other-db-1 of project other (/home/me/other)`. */
export function describeOwner(owner: PortOwner = {}): string {
  const { container, pid, command, uid, checkout } = owner;
  if (container !== undefined) return `container ${container}${projectText(owner)}`;
  if (pid === undefined) return command ?? (uid === undefined ? "an unknown process" : `a process of user ${uid}`);
  if (isSandboxServer(owner))
    return `the avb sandbox of ${printable(checkout ?? "another checkout", LONGEST_PATH)} (pid ${pid})`;
  return `${command ?? "a process"} (pid ${pid})`;
}

function projectText({ project, directory }: PortOwner): string {
  if (project === undefined) return "";
  return directory === undefined ? ` of project ${project}` : ` of project ${project} (${directory})`;
}

/** The command with which a person makes the owner let go of the port, or finds out who it is. */
export function stopOwner(owner: PortOwner | undefined, port: number, platform: string): string {
  if (owner?.stop !== undefined) return owner.stop;
  if (owner?.container !== undefined) return `docker stop ${owner.container}`;
  if (owner?.pid !== undefined) return platform === "win32" ? `taskkill /PID ${owner.pid}` : `kill ${owner.pid}`;
  const finders: Readonly<Record<string, string>> = {
    linux: `sudo ss -ltnp 'sport = :${port}'`,
    win32: `netstat -ano | findstr :${port}`,
  };
  return `find out who it is: ${finders[platform] ?? `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`}`;
}
