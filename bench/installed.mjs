// The binary as a user has it: packed, then installed globally below a folder of its own.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export function installed(folder, env) {
  const npm = (...args) => execFileSync("npm", args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
  const [packed] = JSON.parse(npm("pack", "--ignore-scripts", "--json", "--pack-destination", folder));
  const prefix = join(folder, "prefix");
  npm("install", "--global", "--offline", "--ignore-scripts", "--prefix", prefix, join(folder, packed.filename));
  return join(prefix, "lib", "node_modules", "avb", "bin", "run.js");
}
