import { readdir, readFile, readlink } from "node:fs/promises";
import { listenersOn, nameOfCommand, parseProcNetTcp } from "../domain/port-owners.ts";
import type { PortOwner } from "../domain/sockets.ts";

const read = (path: string) => readFile(path, "utf8").catch(() => "");

/** Who listens on the port, through /proc: the socket's inode, then the process that has it open. Another user's process is known by its uid alone. */
export async function linuxPortOwner(port: number): Promise<PortOwner | undefined> {
  const tables = await Promise.all([read("/proc/net/tcp"), read("/proc/net/tcp6")]);
  const [listener] = listenersOn(tables.flatMap(parseProcNetTcp), port);
  if (listener?.inode === undefined) return undefined;
  const pid = await holderOf(listener.inode);
  if (pid === undefined) return listener.uid === undefined ? {} : { uid: listener.uid };
  const command = nameOfCommand((await read(`/proc/${pid}/cmdline`)).split("\0"));
  return { pid: Number(pid), ...(command === undefined ? {} : { command }) };
}

async function holderOf(inode: string): Promise<string | undefined> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => holds(pid, `socket:[${inode}]`)));
  return pids[found.indexOf(true)];
}

async function holds(pid: string, socket: string): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => "")));
  return links.includes(socket);
}
