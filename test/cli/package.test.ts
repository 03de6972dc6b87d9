import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";

const claimed = await claimThisSlot("6");
afterAll(() => claimed.release());

const MEBIBYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), "avb-package-"));
const prefix = join(folder, "prefix");
const env = {
  ...process.env,
  HOME: folder,
  AVB_STATE_DIR: join(folder, "state"),
  XDG_CACHE_HOME: join(folder, "cache"),
};
const npm = (...args: string[]) =>
  execFileSync("npm", args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
let packed: { filename: string; size: number; files: { path: string }[] };

const avbWith = (extra: Record<string, string>, ...args: string[]) =>
  execFileSync(process.execPath, [join(prefix, "lib/node_modules/avb/bin/run.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...env, ...extra },
    stdio: ["ignore", "pipe", "ignore"],
  });
const avb = (...args: string[]) => avbWith({}, ...args);

beforeAll(() => {
  const [answer] = JSON.parse(
    npm("pack", "--ignore-scripts", "--json", "--pack-destination", folder),
  ) as (typeof packed)[];
  if (answer === undefined) throw new Error("npm pack answered nothing");
  packed = answer;
  npm("install", "--global", "--offline", "--ignore-scripts", "--prefix", prefix, join(folder, packed.filename));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the published package", () => {
  test("holds the bundles, the documents and the licences, and nothing of the tests or the sources", () => {
    const paths = packed.files.map((file) => file.path);
    const top = new Set(paths.map((path) => path.split("/")[0]));
    for (const needed of [
      "dist/avb.cjs",
      "dist/packages.cjs",
      "dist/sandbox.cjs",
      "dist/launch.cjs",
      "dist/THIRD-PARTY-LICENCES.txt",
      "LICENSE",
      "README.md",
    ]) {
      expect(paths).toContain(needed);
    }
    expect(
      [...top].filter(
        (name) => name !== undefined && ["src", "test", "bench", "scripts", "node_modules"].includes(name),
      ),
    ).toEqual([]);
    expect(paths.filter((path) => path.endsWith(".map"))).toEqual([]);
    expect(packed.size).toBeLessThan(3 * MEBIBYTE);
  });

  test("needs no other package and runs nothing when it is installed", () => {
    const manifest = JSON.parse(readFileSync(join(prefix, "lib/node_modules/avb/package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies ?? {})).toEqual([]);
    expect(["preinstall", "install", "postinstall", "prepare"].filter((name) => name in manifest.scripts)).toEqual([]);
    expect(existsSync(join(prefix, "lib/node_modules/avb/node_modules"))).toBe(false);
  });

  test("names no source map that is not there", () => {
    for (const bundle of ["avb.cjs", "packages.cjs", "sandbox.cjs", "launch.cjs"]) {
      expect(readFileSync(join(prefix, "lib/node_modules/avb/dist", bundle), "utf8")).not.toContain(
        "sourceMappingURL=",
      );
    }
  });

  test("works when installed globally in an empty folder", () => {
    expect(avb("--version")).toMatch(/^avb\/\d+\.\d+\.\d+ /);
    expect(avb("dev", "matrix", "--section", "services")).toContain("Keycloak");
    expect(JSON.parse(avb("dev", "env", "--format", "json")).KEYCLOAK_REALM).toBe("agentvoicebox");
  });

  test("starts the sandbox, gives a token and ends it, from where it is installed", () => {
    const slot = { AVB_SLOT: "6" };
    expect(JSON.parse(avbWith(slot, "dev", "up", "--mode", "sandbox", "--json")).ok).toBe(true);
    expect(avbWith(slot, "dev", "token").trim().split(".")).toHaveLength(3);
    expect(JSON.parse(avbWith(slot, "dev", "down", "--json")).data.was).toBe("running");
  });

  test("asks no loader for a module: a script started through the code cache has none", () => {
    for (const bundle of ["avb.cjs", "packages.cjs", "sandbox.cjs"]) {
      const text = readFileSync(join(prefix, "lib/node_modules/avb/dist", bundle), "utf8");
      expect(text).not.toMatch(/[^\w.$]import\("(node:)?[a-z]/);
    }
  });

  test("lists a licence for every package whose code is in it", () => {
    const text = readFileSync(join(prefix, "lib/node_modules/avb/dist/THIRD-PARTY-LICENCES.txt"), "utf8");
    for (const name of ["@oclif/core", "oidc-provider", "jose", "yaml", "listr2"]) expect(text).toContain(`\n${name} `);
  });
});
