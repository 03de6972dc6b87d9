import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "avb-cache-"));
const version = () => avb("--version");
const avb = (...args: string[]) =>
  execFileSync(process.execPath, [resolve("bin/run.js"), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env.PATH, HOME: folder, AVB_CACHE_DIR: folder },
  });

/** The cache file of the current build, by the newest folder. */
function cached(): string {
  const builds = readdirSync(join(folder, "code")).filter((name) => !name.startsWith("old-"));
  return join(folder, "code", builds[0] ?? "", "avb.bin");
}

beforeEach(() => rmSync(join(folder, "code"), { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the code cache", () => {
  test("is kept private: folder 0700, file 0600", () => {
    version();
    expect(statSync(cached()).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "code")).mode & 0o777).toBe(0o700);
  });

  test("is not believed when somebody else could have written it, and the command works all the same", () => {
    version();
    writeFileSync(cached(), "not code at all");
    chmodSync(cached(), 0o666);
    expect(version()).toMatch(/^avb\//);
    expect(statSync(cached()).size).toBeGreaterThan(1000);
    expect(statSync(cached()).mode & 0o777).toBe(0o600);
  });

  test("that is torn is thrown away and made again", () => {
    version();
    writeFileSync(cached(), "torn");
    expect(version()).toMatch(/^avb\//);
    expect(statSync(cached()).size).toBeGreaterThan(1000);
  });

  test("keeps nothing of a mistyped command", () => {
    expect(() => avb("dev", "upp")).toThrow();
    expect(existsSync(join(folder, "code"))).toBe(false);
  });

  test("does not grow with every build that ever ran", () => {
    for (let build = 0; build < 9; build += 1) {
      const old = join(folder, "code", `old-${build}`);
      mkdirSync(old, { recursive: true });
      utimesSync(old, 1000 + build, 1000 + build);
    }
    version();
    expect(readdirSync(join(folder, "code"))).toHaveLength(4);
  });
});
