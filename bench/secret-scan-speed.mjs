// A large tree, and the hook on a small diff: how long the scan takes, beside a plain scanner.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { plainScan } from "./plain-scan.mjs";
import { positives } from "./secret-corpus.mjs";
import { avb, folder, packageFile, packageFiles, put } from "./secret-scan-tools.mjs";
import { median, timed } from "./timing.mjs";

/** A tree of real sources with a secret in every thousandth file, grown to the size by copies that differ. */
function grow(megabytes) {
  const home = join(folder, "tree");
  const sources = packageFiles(4000).map((name) => packageFile(name));
  const planted = positives();
  let [bytes, files] = [0, 0];
  for (; bytes < megabytes * 1024 * 1024; files += 1) {
    const content = Buffer.concat([sources[files % sources.length], Buffer.from(`\n// ${files}\n`)]);
    put(join(home, `${files % 97}/${files}.js`), content);
    bytes += content.length;
    if (files % 1000 === 0) put(join(home, `planted/${files}.env`), planted[(files / 1000) % planted.length].text);
  }
  return { home, files, bytes };
}

/** Seconds over a tree of so many megabytes, ours and plain. */
export function speed(megabytes) {
  const { home, files, bytes } = grow(megabytes);
  plainScan(home);
  const ours = avb(home, "--format", "json", "--quiet");
  const start = process.hrtime.bigint();
  const plain = plainScan(home);
  const plainMs = Number(process.hrtime.bigint() - start) / 1e6;
  rmSync(home, { recursive: true, force: true });
  return {
    files,
    bytes,
    ms: ours.ms,
    found: JSON.parse(ours.stdout).findings.length,
    plainMs,
    plainFound: plain.found,
  };
}

/** The hook on a small diff: clean, and with a key in it. */
export function staged(rounds) {
  const home = join(folder, "repository");
  const git = (...args) => spawnSync("git", ["-C", home, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args]);
  for (const [index, name] of packageFiles(300).entries()) put(join(home, `src/${index}.js`), packageFile(name));
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "first");
  put(join(home, "src/new.ts"), "export const add = (one: number, other: number) => one + other;\n".repeat(20));
  git("add", "-A");
  const times = (status) =>
    Array.from({ length: rounds + 1 }, () => avb(home, "--staged"))
      .slice(1)
      .map((run) => {
        if (run.status !== status) throw new Error(`status ${run.status}`);
        return run.ms;
      });
  const bare = median(Array.from({ length: rounds }, () => timed(["-e", "0"], {})));
  const clean = times(0);
  put(join(home, "src/key.ts"), `export const key = "${positives()[0].value}";\n`);
  git("add", "-A");
  return { bare, clean: median(clean), found: median(times(14)) };
}
