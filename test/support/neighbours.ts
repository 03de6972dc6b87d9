import { execFile, execFileSync } from "node:child_process";

/** Another machine: the name of its network namespace, and this machine's address as seen from there. */
export interface Neighbour {
  readonly namespace: string;
  readonly hostAddress: string;
}

/** A container on a bridge of this machine, and a machine in its LAN; both are network namespaces. */
export interface Neighbours {
  readonly container: Neighbour;
  readonly lan: Neighbour;
  remove(): void;
}

const ip = (...args: readonly string[]) => execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });

function unlessGone(...args: readonly string[]): void {
  try {
    ip(...args);
  } catch {
    // It is what was wanted.
  }
}

/** Makes both, with names and addresses of their own; needs the right to make network namespaces. */
export function makeNeighbours(): Neighbours {
  const number = (process.pid % 200) + 20;
  const [bridge, container, lan] = [`avbbr${number}`, `avbc${number}`, `avbl${number}`];
  const remove = () => {
    for (const name of [container, lan]) unlessGone("netns", "del", name);
    unlessGone("link", "del", bridge);
  };
  // A run that was killed may have left some of the same number.
  remove();
  ip("link", "add", bridge, "type", "bridge");
  ip("addr", "add", `10.214.${number}.1/24`, "dev", bridge);
  ip("link", "set", bridge, "up");
  cable(container, `10.214.${number}`);
  ip("link", "set", `${container}h`, "master", bridge, "up");
  cable(lan, `10.213.${number}`);
  ip("addr", "add", `10.213.${number}.1/24`, "dev", `${lan}h`);
  ip("-6", "addr", "add", `fd00:213:${number}::1/64`, "dev", `${lan}h`, "nodad");
  ip("link", "set", `${lan}h`, "up");
  ip("-n", lan, "-6", "addr", "add", `fd00:213:${number}::2/64`, "dev", `${lan}n`, "nodad");
  return {
    container: { namespace: container, hostAddress: `10.214.${number}.1` },
    lan: { namespace: lan, hostAddress: `10.213.${number}.1` },
    remove,
  };
}

/** A namespace with one card, whose other end is this machine's. */
function cable(name: string, network: string): void {
  ip("netns", "add", name);
  ip("link", "add", `${name}h`, "type", "veth", "peer", "name", `${name}n`, "netns", name);
  ip("-n", name, "addr", "add", `${network}.2/24`, "dev", `${name}n`);
  ip("-n", name, "link", "set", `${name}n`, "up");
  ip("-n", name, "link", "set", "lo", "up");
}

/** Leads an address that is not in the LAN to this machine all the same, as an attacker would; also the loopback's (moby#22054). */
export function leadAstray({ namespace, hostAddress }: Neighbour, address: string): void {
  if (address.startsWith("127.")) {
    execFileSync("ip", ["netns", "exec", namespace, "sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1"]);
    ip("-n", namespace, "addr", "flush", "dev", "lo");
  }
  ip("-n", namespace, "route", "replace", `${address}/32`, "via", hostAddress);
}

/** What becomes of a GET at each of these addresses and ports: its status, `cut off` where nothing was answered, or why there was no connection. */
export const scan = (
  { namespace }: Neighbour,
  targets: readonly (readonly [string, number])[],
): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const args = ["netns", "exec", namespace, process.execPath, "-e", PROGRAM];
    const child = execFile("ip", args, (error, text) => (error ? reject(error) : resolve(JSON.parse(text))));
    child.stdin?.end(JSON.stringify(targets));
  });

const PROGRAM = `
const net = require("node:net");
const targets = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const ask = ([host, port]) => new Promise((resolve) => {
  let seen = "";
  const socket = net.connect({ host, port });
  const late = setTimeout(() => { socket.destroy(); resolve("no answer"); }, 700);
  const done = (what) => { clearTimeout(late); socket.destroy(); resolve(what); };
  socket.on("connect", () => socket.write("GET /_avb/health HTTP/1.1\\r\\nHost: " + host + ":" + port + "\\r\\nConnection: close\\r\\n\\r\\n"));
  socket.on("data", (data) => { seen += data; });
  socket.on("close", () => done(/^HTTP\\/1.1 (\\d+)/.exec(seen)?.[1] ?? "cut off"));
  socket.on("error", (error) => done(error.code === "ECONNRESET" || error.code === "EPIPE" ? "cut off" : error.code));
});
Promise.all(targets.map(ask)).then((all) => process.stdout.write(JSON.stringify(all)));
`;
