// What the benchmark of the scan works with: a scratch folder, the built binary, and files of real packages.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const root = join(import.meta.dirname, "..");
export const folder = mkdtempSync(join(tmpdir(), "avb-scan-"));
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  AVB_STATE_DIR: join(folder, "state"),
  XDG_CACHE_HOME: join(folder, "cache"),
};
const LARGEST = 512 * 1024;

export function put(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Status, JSON and milliseconds of one run. */
export function avb(cwd, ...args) {
  const start = process.hrtime.bigint();
  const done = spawnSync(process.execPath, [join(root, "bin/run.js"), "secrets", "scan", ...args], {
    ...{ cwd, env, encoding: "utf8", maxBuffer: 1 << 30 },
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (done.status !== 0 && done.status !== 14) throw new Error(`status ${done.status}: ${done.stderr}`);
  return { ms, stdout: done.stdout, status: done.status };
}

/** Files of real packages, spread evenly over all there are. */
export function packageFiles(count) {
  const all = readdirSync(join(root, "node_modules/"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:[cm]?[jt]s|json|md|ya?ml|tsx?|html|css)$/.test(name) && !/\.min\./.test(name))
    .sort();
  const usable = all.filter((name) => {
    const facts = statSync(join(root, "node_modules", name), { throwIfNoEntry: false });
    return facts?.isFile() && facts.size > 200 && facts.size <= LARGEST;
  });
  const step = usable.length / count;
  return Array.from({ length: count }, (_, index) => usable[Math.floor(index * step)]);
}

/** The bytes of one of them. */
export const packageFile = (name) => readFileSync(join(root, "node_modules", name));
