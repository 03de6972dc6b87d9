import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AS_ANYBODY } from "./needs.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What a script on a disk of its own has at hand, besides `$DISK` and `$STATE`. */
const WORDS = `
avb() { (cd "$DISK/shop" && ${AS_ANYBODY} env -i PATH="$PATH" HOME="$DISK/home" XDG_CACHE_HOME=/nonexistent \\
  AVB_STATE_DIR="$STATE" AVB_SLOT=7 "$OUTSIDE/bin/node" "$OUTSIDE/avb/bin/run.js" dev "$@" 2>&1 >/dev/null); echo "status $?"; }
fill() { head -c "$(( ($(df --output=avail "$DISK" | tail -1) - $1) * 1024 ))" /dev/zero > "$DISK/filler"; }
remember() { find "$STATE" -type f ! -name journal.ndjson ! -name 'server.log*' -exec sha256sum {} + > "$OUTSIDE/sums"; }
kept() { sha256sum --quiet --check "$OUTSIDE/sums" && echo kept; }
torn() { find "$STATE" -name '*.tmp' -o -name '*.json' -size 0; }
servers() { pgrep -cf "sandbox.cjs $STATE/"; }
mount -t tmpfs -o "$OPTIONS" none "$DISK"
# Both may lie below a home that is closed to others.
mount --bind "$NODE_FOLDER" "$OUTSIDE/bin" && mount --bind "$ROOT" "$OUTSIDE/avb"
mkdir -m 777 "$DISK/shop" "$DISK/home" "$STATE" && chown 65534:65534 "$DISK"/*/ && chmod 700 "$STATE"
`;

/** Runs a shell script on a small disk of its own, with avb as a user who owns nothing else; what it printed, line by line. */
export function onOwnDisk(options: string, script: string): readonly string[] {
  const outside = mkdtempSync(join(tmpdir(), "avb-disk-"));
  chmodSync(outside, 0o755);
  for (const name of ["disk", "bin", "avb"]) mkdirSync(join(outside, name));
  const disk = join(outside, "disk");
  const vars = {
    DISK: disk,
    STATE: join(disk, "state"),
    OUTSIDE: outside,
    NODE_FOLDER: dirname(process.execPath),
    ROOT,
  };
  const cleaned = `${WORDS}\n${script}\nservers | grep -qx 0 || pkill -KILL -f "sandbox.cjs $STATE/"`;
  const { stdout, stderr } = spawnSync("unshare", ["--mount", "sh", "-c", cleaned], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, OPTIONS: options, ...vars },
  });
  rmSync(outside, { recursive: true, force: true });
  return [...stdout.split("\n"), ...stderr.split("\n")].filter((line) => line !== "");
}
