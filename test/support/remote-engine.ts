import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type SecondEngine, secondEngine } from "./second-engine.ts";

/** An engine that is another machine's as far as a network tells: its loopback is its own, and sshd alone leads to it. */
export interface RemoteEngine extends Pick<SecondEngine, "docker"> {
  /** What DOCKER_HOST has to be. */
  readonly address: string;
  /** A PATH on which `ssh` reads a configuration of the test's own, and nothing of the person's. */
  readonly PATH: string;
  /** Cuts every line, as a network does that goes away; `again` lets new ones in. */
  cut(): void;
  again(): void;
}

/** It wants a folder that a system without a running sshd does not have. */
const SSHD = [
  "unshare",
  "--mount",
  "sh",
  "-c",
  'mount -t tmpfs none /run && mkdir /run/sshd && exec /usr/sbin/sshd "$@"',
  "sh",
];

/** Starts a second engine with these images, and an sshd for whoever knocks at a port of 127.0.0.1. */
export async function remoteEngine(...images: readonly string[]): Promise<RemoteEngine> {
  const engine = await secondEngine(...images);
  const folder = mkdtempSync(join(tmpdir(), "avb-ssh-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const place = dirname(engine.address.replace("unix://", ""));
  const door = await sshDoor(folder, readFileSync(join(place, "pid"), "utf8").trim());
  writeClient(folder, door.port);
  return {
    ...{ docker: engine.docker, cut: door.cut, again: door.again, address: `ssh://box${place}/engine.sock` },
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
  };
}

/** Keys, and a program `ssh` that is the real one with a configuration of this folder. */
function writeClient(folder: string, port: number): void {
  const lines = [
    ...["Host box", "HostName 127.0.0.1", `Port ${port}`, `User ${userInfo().username}`],
    ...[`IdentityFile ${join(folder, "person")}`, "IdentitiesOnly yes", `UserKnownHostsFile ${join(folder, "known")}`],
  ];
  writeFileSync(join(folder, "config"), `${lines.join("\n")}\n`);
  writeFileSync(join(folder, "known"), `[127.0.0.1]:${port} ${readFileSync(join(folder, "host.pub"), "utf8")}`);
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/ssh"), `#!/bin/sh\nexec ${realSsh()} -F ${join(folder, "config")} "$@"\n`);
  chmodSync(join(folder, "bin/ssh"), 0o755);
}

const realSsh = (): string => execFileSync("sh", ["-c", "command -v ssh"], { encoding: "utf8" }).trim();

/** One sshd for each connection, in the network of that process. */
async function sshDoor(folder: string, pid: string) {
  for (const name of ["host", "person"])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, name)]);
  const lines = [
    ...[`HostKey ${join(folder, "host")}`, `AuthorizedKeysFile ${join(folder, "person.pub")}`, "StrictModes no"],
    ...["UsePAM no", "PasswordAuthentication no", "PermitRootLogin yes", "PidFile none"],
  ];
  writeFileSync(join(folder, "sshd_config"), `${lines.join("\n")}\n`);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((socket) => {
    if (!isOpen) return void socket.destroy();
    sockets.add(socket);
    const words = [`--net=/proc/${pid}/ns/net`, ...SSHD, "-i", "-e", "-f", join(folder, "sshd_config")];
    const child = spawn("nsenter", words, { stdio: ["pipe", "pipe", "ignore"] });
    socket.pipe(child.stdin).on("error", () => socket.destroy());
    child.stdout.pipe(socket).on("error", () => child.kill());
    socket.on("close", () => child.kill());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const again = () => {
    isOpen = true;
  };
  return { port: (server.address() as AddressInfo).port, cut, again };
}
