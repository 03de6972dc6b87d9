import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { safePath } from "../../src/domain/safe-path.ts";
import { shellWord } from "../../src/domain/shell-word.ts";

describe("the PATH on which tools are looked for", () => {
  test("has absolute folders alone: nothing planted beside a person is run", () => {
    expect(safePath(":/usr/bin:.:bin:./node_modules/.bin:/bin:", ":")).toBe("/usr/bin:/bin");
  });

  test("has no repository's node_modules/.bin", () => {
    expect(safePath("/home/me/app/node_modules/.bin:/usr/bin:/app/node_modules/.bin/", ":")).toBe("/usr/bin");
  });

  test("has nothing of the repository that avb is run in, though a person put it there", () => {
    const path = "/app/bin:/usr/bin:/app:/app-tools/bin";
    expect(safePath(path, ":", "/app")).toBe("/usr/bin:/app-tools/bin");
  });

  test("is never empty, which would mean the current folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "avb-path-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "planted"), "#!/bin/sh\necho planted\n", { mode: 0o755 });
    for (const path of ["", ":", ".", folder.slice(1)]) {
      const run = spawnSync("planted", [], { cwd: folder, env: { PATH: safePath(path, ":") } });
      expect(Object(run.error).code).toBe("ENOENT");
    }
  });

  test("knows Windows' drives and separators", () => {
    const path = "C:\\Windows\\System32;.;C:\\app\\node_modules\\.bin;tools";
    expect(safePath(path, ";")).toBe("C:\\Windows\\System32");
  });
});

test.each([
  ["/home/me/.env", "/home/me/.env"],
  ["/Users/me/Library/Application Support/avb", "'/Users/me/Library/Application Support/avb'"],
  ["it's; rm -rf $HOME", "'it'\\''s; rm -rf $HOME'"],
  ["", "''"],
])("a fix can be pasted whatever the path: %s", (text, word) => {
  expect(shellWord(text)).toBe(word);
});
