import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
afterAll(() => home.remove());
const NO_ENGINE = { DOCKER_HOST: "unix:///nowhere/docker.sock" };

test.concurrent("a stack without containers needs neither an engine nor an image", async () => {
  const { status, stdout, stderr } = await home.run(["dev", "pull"], NO_ENGINE);
  expect([status, stdout]).toEqual([0, ""]);
  expect(stderr).toContain("mode sandbox runs no container here: avb dev pull --mode live");
});

test.concurrent("without an engine both say so, and how to get one", async () => {
  for (const command of ["pull", "lock"]) {
    const run = await home.run(["dev", command, "--with", "redis", "--json"], NO_ENGINE);
    expect([run.status, JSON.parse(run.stdout).error.code]).toEqual([6, "ENGINE_UNREACHABLE"]);
  }
});

test.concurrent("a lock that cannot be used is refused with its place by whoever reads it, and left as it is", async () => {
  const own = avbHome();
  try {
    const path = join(own.cwd, ".devenv.lock.json");
    writeFileSync(path, '{ "version": 1,\n  "images": { "redis:8.0": "8.0" } }\n');
    const { status, stderr } = await own.run(["dev", "render", "--mode", "live"]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/\.devenv\.lock\.json:2:\d+.*redis:8\.0 has no digest.*IMAGE_LOCK_INVALID/s);
    expect(readFileSync(path, "utf8")).toContain('"8.0"');
  } finally {
    own.remove();
  }
});
