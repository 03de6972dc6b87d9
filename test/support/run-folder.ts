import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAME = "avb-run-";
/** Stand-ins for images are derived anew by every build of avb; the newest may be used by runs beside this one. */
const KEPT_STAND_INS = 3;

/**
 * Vitest's global setup: everything that the tests of a run put into the system's temporary folder goes into one folder, which
 * ends with the run, or is removed by the next run where this one is killed.
 */
export function setup(): () => void {
  const outside = tmpdir();
  removeLeft(outside);
  const folder = mkdtempSync(join(outside, NAME));
  // Some tests run programs as a user who owns nothing.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "pid"), String(process.pid));
  mkdirSync(join(folder, "cache"), { mode: 0o700 });
  process.env.TMPDIR = folder;
  // What one process of avb has compiled, and one Keycloak has made, is there for all others of the run.
  process.env.AVB_TEST_CACHE = join(folder, "cache");
  return () => {
    process.env.TMPDIR = outside;
    remove(folder);
    removeStandIns();
  };
}

/** The folders of runs whose process is gone. */
function removeLeft(outside: string): void {
  for (const name of readdirSync(outside).filter((one) => one.startsWith(NAME))) {
    const folder = join(outside, name);
    const pid = join(folder, "pid");
    if (existsSync(pid) && !isAlive(Number(readFileSync(pid, "utf8")))) remove(folder);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A second engine that was killed leaves mounts in its folder, which are then not emptied but undone. */
function remove(folder: string): void {
  removeStacks(folder);
  const script = `grep -o " $1/[^ ]*" /proc/self/mounts 2>/dev/null | sort -r | xargs -r umount -l`;
  spawnSync("sh", ["-c", script, "sh", folder], { stdio: "ignore" });
  rmSync(folder, { recursive: true, force: true });
}

/** Where there is no engine it has nothing to tell. */
const docker = (...args: readonly string[]): readonly string[] =>
  (spawnSync("docker", args, { encoding: "utf8", timeout: 60_000 }).stdout ?? "").split("\n").filter(Boolean);

/** Stacks of checkouts below a folder: those of tests that were killed. */
function removeStacks(folder: string): void {
  const own = (list: readonly string[], key: string) =>
    docker(...list, "--filter", "label=avb.root", "--format", `{{.${key}}} {{.Label "avb.root"}}`)
      .map((line) => line.split(" "))
      .flatMap(([id = "", root = ""]) => (root.startsWith(`${folder}/`) ? [id] : []));
  const removal = [
    { ids: own(["ps", "--all"], "ID"), verb: ["rm", "--force", "--volumes"] },
    { ids: own(["network", "ls"], "ID"), verb: ["network", "rm"] },
    { ids: own(["volume", "ls"], "Name"), verb: ["volume", "rm"] },
  ];
  for (const { ids, verb } of removal) if (ids.length > 0) docker(...verb, ...ids);
}

function removeStandIns(): void {
  const all = docker("images", "--filter", "label=avb.prepared=lago-api", "--format", "{{.Repository}}:{{.Tag}}");
  if (all.length > KEPT_STAND_INS) docker("rmi", ...all.slice(KEPT_STAND_INS));
}
