import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "avb-start-up-"));
const lister = join(folder, "list-modules.cjs");
writeFileSync(
  lister,
  'process.on("exit", () => require("node:fs").writeFileSync(process.env.LISTED, process.moduleLoadList.join("\\n")));',
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, ["--require", lister, resolve("bin/run.js"), ...words], {
    cwd: folder,
    encoding: "utf8",
    // A file in place of a pipe: Node itself opens a pipe with its network module.
    stdio: ["ignore", "ignore", env.DEBUG === undefined ? "ignore" : "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      AVB_STATE_DIR: join(folder, "state"),
      LISTED: join(folder, "listed"),
      ...env,
    },
  });
}

async function loadedBy(...words: readonly string[]): Promise<readonly string[]> {
  expect(run(words).status).toBe(0);
  const { readFile } = await import("node:fs/promises");
  const lines = (await readFile(join(folder, "listed"), "utf8")).split("\n");
  return lines.flatMap((line) => /^NativeModule ([a-z_/]+)$/.exec(line)?.[1] ?? []);
}

describe("starting", () => {
  test("--version loads none of Node's slow modules", async () => {
    const loaded = await loadedBy("--version");
    expect(loaded).toContain("vm");
    for (const slow of ["net", "tty", "crypto", "child_process", "readline", "http"])
      expect(loaded).not.toContain(slow);
  });

  test("dev env loads the one it needs for its digests, and none of the others", async () => {
    const loaded = await loadedBy("dev", "env", "--format", "dotenv");
    expect(loaded).toContain("crypto");
    for (const slow of ["net", "tty", "child_process", "readline", "http"]) expect(loaded).not.toContain(slow);
  });

  test("reads oclif's configuration once, and still tells DEBUG of it", () => {
    const { stderr } = run(["dev", "env", "--format", "dotenv"], { DEBUG: "oclif:*" });
    expect(stderr.match(/config done/g)).toHaveLength(1);
  });
});
