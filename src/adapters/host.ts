import { homedir, release } from "node:os";
import type { Host } from "../domain/world.ts";

/** Facts of this machine and this process; `packageRoot` is where avb itself is installed. */
export function nodeHost(packageRoot: string, env: NodeJS.ProcessEnv = process.env): Host {
  return {
    platform: process.platform,
    version: release(),
    node: process.versions.node,
    env,
    cwd: process.cwd(),
    home: homedir(),
    uid: process.getuid?.() ?? -1,
    // Each opens its stream, which takes a while: only for those who ask.
    get stdinIsTty() {
      return process.stdin.isTTY === true;
    },
    get stdoutIsTty() {
      return process.stdout.isTTY === true;
    },
    packageRoot,
  };
}
