import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { afterwards } from "./afterwards.ts";

/** A second dockerd beside the machine's own, with folders of its own: it may be killed and frozen. */
export interface SecondEngine {
  /** What DOCKER_HOST has to be. */
  readonly address: string;
  docker(...args: readonly string[]): string;
  /** Starts it, as the system does after it has died. */
  start(): Promise<void>;
  kill(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
}

/** The program of the engine that runs here, wherever it was installed. Root alone can start another. */
export const DOCKERD = [
  ...["sh", "-c"],
  'test "$(id -u)" = 0 && { readlink /proc/$(ps -eo pid=,comm= | awk \'$2 == "dockerd" { print $1; exit }\')/exe || command -v dockerd; }',
] as const satisfies readonly [string, ...string[]];

/**
 * It removes its file when it has ended, with its containers, a moment before the last of its programs is done with its folder.
 * One that is killed leaves its folder mounted upon itself, once for each start.
 */
const CLEAN = `cd "$1"; tries=0
again() { tries=$((tries + 1)); sleep 0.1; [ $tries -lt 300 ]; }
[ -e pid ] && kill -CONT "$(cat pid)" && kill "$(cat pid)"
while [ -e pid ] && kill -0 "$(cat pid)" && again; do :; done
[ $tries -lt 300 ] || kill -KILL "$(cat pid)"
cd /
while { while umount "$1/data"; do :; done; ! rm -rf "$1"; } && again; do :; done
[ $tries -lt 300 ]`;

/** Starts one with these images of the machine's own engine in it. */
export async function secondEngine(...images: readonly string[]): Promise<SecondEngine> {
  const folder = mkdtempSync(join(tmpdir(), "avb-dockerd-"));
  const [pidFile, address] = [join(folder, "pid"), `unix://${folder}/engine.sock`];
  const docker: SecondEngine["docker"] = (...args) =>
    execFileSync("docker", ["--host", address, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
  const pid = () => Number(readFileSync(pidFile, "utf8"));
  const start = async () => {
    rmSync(pidFile, { force: true });
    launch(folder, [`--host=${address}`, `--pidfile=${pidFile}`]);
    const answers = () => docker("version", "--format", "{{.Server.Version}}");
    await expect.poll(answersTo(answers), { timeout: 60_000, interval: 100 }).toBe(true);
  };
  onTestFinished(afterwards(CLEAN, [folder]), 60_000);
  await start();
  const saved = execFileSync("docker", ["save", ...images], { maxBuffer: 2 ** 30 });
  execFileSync("docker", ["--host", address, "load"], { input: saved, stdio: "pipe" });
  return { address, docker, start, kill: (signal) => void process.kill(pid(), signal) };
}

const answersTo = (ask: () => string) => () => {
  try {
    return ask() !== "";
  } catch {
    return false;
  }
};

/** In a network of its own: another engine in the machine's takes docker0 away, which belongs to the first. */
function launch(folder: string, more: readonly string[]): void {
  const [file = "", ...args] = DOCKERD;
  const program = execFileSync(file, args, { encoding: "utf8" }).trim();
  const root = join(dirname(program), "..");
  const PATH = `${join(root, "bin")}:${join(root, "sbin")}:${process.env.PATH ?? ""}`;
  const places = [`--data-root=${join(folder, "data")}`, `--exec-root=${join(folder, "exec")}`];
  const options = { detached: true, stdio: "ignore", env: { ...process.env, PATH } } as const;
  const started = 'ip link set lo up && exec "$@"';
  spawn("unshare", ["--net", "sh", "-c", started, "sh", program, ...places, ...more], options).unref();
}
