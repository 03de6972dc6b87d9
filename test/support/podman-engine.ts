import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterwards } from "./afterwards.ts";

/** A Podman of a test's own, with its own storage, that answers on a socket. */
export interface PodmanEngine {
  readonly address: string;
  /** Takes images over from Docker's engine, under the names that a pull would give them; what they share is taken once. */
  take(...images: readonly string[]): void;
  end(): Promise<void>;
}

/** Networks of its own too; and no more files and processes than a build machine allows, where Podman asks for more by default. */
const settingsFor = (folder: string): string => `[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
[network]
network_config_dir = "${folder}/networks"
`;

/**
 * Ends containers before the server, and the server before its storage: whatever is left of a network would stay in the kernel. What
 * watched over a program in a container waits for minutes, and would then make the folder anew.
 */
const CLEAN = `folder=$1 server=$2 tries=0; shift 2
podman "$@" rm --all --force --volumes --time 0
kill "$server"; while kill -0 "$server" && [ $tries -lt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
for pid in $(pgrep -x conmon); do grep -q "$folder" "/proc/$pid/cmdline" && kill -KILL "$pid"; done
podman "$@" system reset --force && rm -rf "$folder"`;

/** Starts it below the system's temporary folder; ends with an error where it does not answer in time. */
export async function podmanEngine(): Promise<PodmanEngine> {
  const folder = mkdtempSync(join(tmpdir(), "avb-podman-"));
  const settings = join(folder, "containers.conf");
  writeFileSync(settings, settingsFor(folder));
  const places = ["--root", join(folder, "root"), "--runroot", join(folder, "run"), "--storage-driver", "overlay"];
  const env = { ...process.env, CONTAINERS_CONF: settings };
  const podman = (...args: readonly string[]) =>
    execFileSync("podman", [...places, ...args], { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const socket = join(folder, "podman.sock");
  const server = spawn("podman", [...places, "system", "service", "--time=0", `unix://${socket}`], {
    ...{ env, stdio: "ignore" },
  });
  const end = afterwards(CLEAN, [folder, String(server.pid), ...places], env);
  for (let tries = 0; !existsSync(socket); tries += 1) {
    if (tries > 300 || server.exitCode !== null) throw new Error("podman system service did not start");
    await setTimeout(100);
  }
  return {
    address: `unix://${socket}`,
    take: (...images) => {
      const archive = join(folder, "image.tar");
      execFileSync("docker", ["save", "--output", archive, ...images]);
      podman("load", "--input", archive);
    },
    end,
  };
}
