// How much of what it should find `avb secrets scan` finds, how much else, and how long it takes. Through the built binary.
// Usage: npm run -s build && node bench/secret-scan.mjs [--negatives 2400] [--megabytes 1024] [--staged 15]
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { plainFindings } from "./plain-scan.mjs";
import { hardNegatives, positives } from "./secret-corpus.mjs";
import { speed, staged } from "./secret-scan-speed.mjs";
import { avb, folder, packageFile, packageFiles, put } from "./secret-scan-tools.mjs";

const { values } = parseArgs({
  options: {
    negatives: { type: "string", default: "2400" },
    megabytes: { type: "string", default: "1024" },
    staged: { type: "string", default: "15" },
  },
});

const scanned = (cwd) => JSON.parse(avb(cwd, "--format", "json", "--quiet").stdout);
const fingerprint = (text) => createHash("sha256").update(text).digest("hex").slice(0, 12);

function recall() {
  const all = positives();
  const home = join(folder, "positives");
  for (const [index, { file, text }] of all.entries()) put(join(home, `${index}/${file}`), text);
  const { findings } = scanned(home);
  const secrets = findings.filter(({ kind }) => kind === "secret");
  const found = new Map(secrets.map((one) => [Number(one.path.split("/")[0]), one]));
  const missed = all.flatMap((one, index) => (found.has(index) ? [] : [`${one.name} in ${one.file}`]));
  const whole = all.filter(({ value }, index) => found.get(index)?.fingerprint === fingerprint(value)).length;
  const plain = all.filter(({ text }) => plainFindings(text) > 0).length;
  return { count: all.length, found: all.length - missed.length, whole, missed, plain };
}

function precision(count) {
  const home = join(folder, "negatives");
  const real = packageFiles(count);
  const texts = real.map((name) => packageFile(name));
  for (const [index, text] of texts.entries()) put(join(home, `real/${index}/${real[index].split("/").at(-1)}`), text);
  const hard = hardNegatives(20);
  for (const { file, text } of hard) put(join(home, "hard", file), text);
  const findings = scanned(home).findings.filter(({ kind }) => kind === "secret");
  const files = new Set(findings.map(({ path }) => path));
  const named = findings.map(({ path, rule, line }) => {
    const [kind, index] = path.split("/");
    return `${kind === "real" ? real[Number(index)] : path}:${line} ${rule}`;
  });
  const plain = [...texts.map(String), ...hard.map(({ text }) => text)].filter(
    (text) => plainFindings(text) > 0,
  ).length;
  return { real: real.length, hard: hard.length, wrong: files.size, named, plain };
}

const percent = (part, all) => `${((100 * part) / all).toFixed(2)} %`;
try {
  const hits = recall();
  const misses = precision(Number(values.negatives));
  console.log(
    `recall: ${hits.found} of ${hits.count} (${percent(hits.found, hits.count)}), ${hits.whole} with exactly the value; plain: ${hits.plain}`,
  );
  for (const one of hits.missed) console.log(`  missed: ${one}`);
  const all = misses.real + misses.hard;
  console.log(
    `negatives: ${misses.real} package files and ${misses.hard} look-alikes; ${misses.wrong} with a finding; plain: ${misses.plain}`,
  );
  for (const one of misses.named) console.log(`  found: ${one}`);
  console.log(
    `precision by file: ${percent(hits.found, hits.found + misses.wrong)}; plain: ${percent(hits.plain, hits.plain + misses.plain)}; files: ${all}`,
  );
  const hook = staged(Number(values.staged));
  console.log(
    `--staged, median of ${values.staged}: ${hook.clean.toFixed(0)} ms clean, ${hook.found.toFixed(0)} ms with a key; node -e 0: ${hook.bare.toFixed(0)} ms`,
  );
  if (Number(values.megabytes) > 0) {
    const { files, bytes, ms, found, plainMs, plainFound } = speed(Number(values.megabytes));
    console.log(
      `${files} files, ${(bytes / 1e9).toFixed(2)} GB: avb ${(ms / 1000).toFixed(1)} s (${found} found), plain ${(plainMs / 1000).toFixed(1)} s (${plainFound} found)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
