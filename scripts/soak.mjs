// Faults and promises, repeated. The ordinary run plays each once; what many came to stands in docs/soak.md and docs/soak-live.md.
// Usage: npm run soak                         everything of COUNTS below, one after the other
//        npm run soak -- live                 only the rows whose name contains a word
//        npm run soak -- COUNT [NAME ...]     COUNT times the test files whose names contain NAME
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What is repeated how often; `tests` chooses within a file. Each round of `interrupts` is one of each of four signals. */
const COUNTS = [
  { name: "live: up and down", files: ["live/up-down-fault"], count: 20 },
  {
    name: "live: two commands at once, each pair",
    files: ["live/interrupts-fault"],
    tests: "beside another",
    count: 40,
  },
  { name: "live: INT, TERM, HUP, KILL at any moment", files: ["live/interrupts-fault"], tests: "that gets", count: 13 },
  { name: "live: what containers do", files: ["live/verdicts-fault"], count: 20 },
  { name: "live: behind its back", files: ["live/behind-its-back-fault"], count: 20 },
  { name: "live: the engine killed", files: ["live/engine-killed-fault"], count: 20 },
  { name: "live: the engine frozen", files: ["live/frozen-engine-fault"], count: 10 },
  { name: "live: ports", files: ["live/port-race-fault"], count: 33 },
  { name: "live: changes", files: ["live/changes-fault"], count: 5 },
  { name: "live: side by side", files: ["live/side-by-side-fault"], count: 10 },
  { name: "live: decoys", files: ["live/decoys-fault"], count: 20 },
  { name: "live: data", files: ["live/data-fault"], count: 15 },
  { name: "live: memory and disk", files: ["live/limits-fault"], count: 5 },
  { name: "signals", files: ["cli/faults-signals"], count: 50 },
  { name: "two commands at once", files: ["cli/faults.test"], count: 20 },
  { name: "ports", files: ["cli/port-race"], count: 100 },
  { name: "billing", files: ["cli/billing-faults"], count: 20 },
  { name: "properties", files: ["propert"], count: 20 },
];

const LONGEST_MS = 4 * 3600 * 1000;
const root = join(import.meta.dirname, "..");
const words = process.argv.slice(2);
const rows = rowsFor(words);
if (rows.length === 0) {
  console.error(`avb: nothing is called '${words.join(" ")}'. Fix: npm run soak -- 20 faults-signals`);
  process.exit(2);
}

const built = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" }).status;
if (built !== 0) process.exit(built ?? 1);
const lines = rows.map((row) => {
  const line = play(row);
  console.log(`\n${line.text}\n`);
  return line;
});
console.log(lines.map(({ text }) => text).join("\n"));
process.exitCode = lines.every(({ held }) => held) ? 0 : 1;

/** The rows of the table that were asked for, or one of the words' own. */
function rowsFor([first, ...names]) {
  if (first === undefined) return COUNTS;
  if (!/^[1-9]\d*$/.test(first)) return COUNTS.filter(({ name }) => words.some((word) => name.includes(word)));
  const files = names.length > 0 ? names : ["fault", "propert"];
  return [{ name: files.join(", "), files, count: Number(first) }];
}

/** Plays one row to its end, whatever came before it. */
function play({ name, files, tests, count }) {
  const folder = mkdtempSync(join(tmpdir(), "avb-soak-"));
  const results = join(folder, "results.json");
  const began = Date.now();
  const { status } = spawnSync(
    process.execPath,
    [
      ...["node_modules/vitest/vitest.mjs", "run", `--testTimeout=${LONGEST_MS}`, ...files],
      ...(tests === undefined ? [] : ["--testNamePattern", tests]),
      ...["--reporter=verbose", "--reporter=json", `--outputFile.json=${results}`],
    ],
    { cwd: root, stdio: "inherit", env: { ...process.env, AVB_SOAK: String(count) } },
  );
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = resultsIn(results);
  rmSync(folder, { recursive: true, force: true });
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  // A name that no test has must not pass for one that held.
  const held = status === 0 && passed > 0;
  return {
    held,
    text: `${held ? "held" : "BROKE"}  ${name}: ${count} rounds, ${passed} held, ${failed} broke, ${minutes} min`,
  };
}

function resultsIn(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}
