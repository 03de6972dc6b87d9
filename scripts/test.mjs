// `npm test`: builds, runs the kinds of test that were asked for (all by default), then says what could not run and the sum.
// Usage: node scripts/test.mjs [unit contract flow cli live]
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = mkdtempSync(join(tmpdir(), "avb-test-"));
const didNotRun = join(scratch, "did-not-run.txt");
const results = join(scratch, "results.json");
const run = (...command) =>
  spawnSync(process.execPath, command, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, AVB_DID_NOT_RUN: didNotRun, AVB_TEST_TOGETHER: "yes" },
  }).status ?? 1;

const built = run("scripts/build.mjs");
const kinds = process.argv.slice(2).map((kind) => `test/${kind}/`);
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
const status = built === 0 ? run("node_modules/vitest/vitest.mjs", "run", ...reporters, ...kinds) : built;

const missing = existsSync(didNotRun) ? [...new Set(readFileSync(didNotRun, "utf8").trim().split("\n"))] : [];
const sum = existsSync(results)
  ? JSON.parse(readFileSync(results, "utf8"))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
rmSync(scratch, { recursive: true, force: true });
const failures = failedTests(sum.testResults ?? []);
const counts = [
  sum.numPassedTests,
  Math.max(sum.numFailedTests, failures.length),
  sum.numPendingTests + (sum.numTodoTests ?? 0),
];
if (failures.length > 0) console.log(`\nFAILED\n${failures.join("\n")}\n`);
if (failures.length > 0 && process.env.AVB_TEST_FAILURES)
  appendFileSync(process.env.AVB_TEST_FAILURES, `${failures.join("\n")}\n`);
if (missing.length > 0) console.log(`\nDID NOT RUN\n${missing.map((line) => `  ${line}`).join("\n")}\n`);
if (process.env.AVB_TEST_SUM) appendFileSync(process.env.AVB_TEST_SUM, `${counts.join(" ")}\n`);
console.log(`${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
if (status === 0 && missing.length > 0 && process.env.CI === "true") {
  console.error("avb: some tests did not run although CI=true. Fix: install what the block DID NOT RUN names.");
  process.exitCode = 1;
} else process.exitCode = status;

/** What failed, a text each: file, name and the beginning of the message; a file that did not load, or a hook of it, too. */
function failedTests(files) {
  const told = (name, message) => {
    const lines = message.split("\n").filter((line) => !line.includes("node_modules"));
    return [`  ${name}`, ...lines.slice(0, 12).map((line) => `      ${line}`)].join("\n");
  };
  return files.flatMap((file) => {
    const name = relative(root, file.name);
    const tests = file.assertionResults.filter(({ status }) => status === "failed");
    if (tests.length === 0 && file.status === "failed") return [told(name, file.message ?? "")];
    return tests.map((test) => told(`${name} > ${test.fullName}`, test.failureMessages.join("\n")));
  });
}
