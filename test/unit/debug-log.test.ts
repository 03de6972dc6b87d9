import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDebugLog } from "../../src/adapters/debug-log.ts";

const folder = mkdtempSync(join(tmpdir(), "avb-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a debug log is private, keeps the causes of an error and shows no secret", () => {
  const log = openDebugLog(join(folder, "deep", "debug.log"), (text) => text.replaceAll("hunter22", "[redacted]"));
  log.write("error", new Error("outer hunter22", { cause: new Error("inner") }));
  const text = readFileSync(log.path, "utf8");
  expect(statSync(log.path).mode & 0o777).toBe(0o600);
  expect(text).toContain("caused by: Error: inner");
  expect(text).not.toContain("hunter22");
});

test("a debug log that cannot be written stops nothing", () => {
  expect(() => openDebugLog(join(import.meta.filename, "debug.log"), (text) => text).write("start")).not.toThrow();
});
