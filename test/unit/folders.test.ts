import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "../../src/adapters/folders.ts";

const root = mkdtempSync(join(tmpdir(), "avb-folders-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a folder is made private with the folders above it, and making it again is fine", () => {
  makeFolder(join(root, "a", "b", "c"));
  makeFolder(join(root, "a", "b", "c"));
  expect([join(root, "a"), join(root, "a", "b", "c")].map((path) => statSync(path).mode & 0o777)).toEqual([
    0o700, 0o700,
  ]);
});

test("a folder below a file is refused", () => {
  writeFileSync(join(root, "file"), "");
  expect(() => makeFolder(join(root, "file", "below"))).toThrow(/ENOTDIR/);
});

test.runIf(process.platform === "linux")(
  "a folder that the file system refuses although its parent is there ends in an error, not in a loop",
  () => {
    expect(() => makeFolder("/proc/avb/deep")).toThrow(/ENOENT/);
  },
);
