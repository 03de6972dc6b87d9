import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Service } from "../../src/domain/service.ts";
import { readFragmentFile, readFragments } from "../../src/flows/read-fragments.ts";
import { realWorld } from "../../src/real-world.ts";
import { services } from "../../src/services/index.ts";
import { STAND_INS } from "../../src/services/stand-ins.ts";
import { needs } from "../support/needs.ts";

const world = realWorld(process.cwd());
const catalogue: readonly Service[] = services;
const own = catalogue.filter(({ external }) => !external).map(({ id }) => id);
const files = readdirSync("compose").sort();

describe("the compose fragments", () => {
  test("every service that avb runs has a fragment, and no fragment is an orphan", () => {
    const standIns = Object.keys(STAND_INS).map((id) => `${id}.standin.yaml`);
    expect(files).toEqual(["base.yaml", ...standIns, ...own.map((id) => `${id}.yaml`)].sort());
  });

  test("all of them pass the allow-list together", async () => {
    const { byService, defaults } = await readFragments(world, own);
    expect([...byService.keys()]).toEqual(own);
    expect(defaults.cap_drop).toEqual(["ALL"]);
  });

  test.each(own)("%s has a container that carries its name or begins with it", async (id) => {
    const fragment = await readFragmentFile(world, `${process.cwd()}/compose/${id}.yaml`, world.fragmentSchema.check);
    for (const name of Object.keys(fragment.services)) expect(name === id || name.startsWith(`${id}-`)).toBe(true);
  });

  test.each(files)("%s holds no dollar sign, so that compose and avb read it alike", (file) => {
    expect(readFileSync(`compose/${file}`, "utf8")).not.toContain("$");
  });
});

test("docs/rendering.md lists every key that a fragment uses", () => {
  const page = readFileSync("docs/rendering.md", "utf8");
  const keys = own.flatMap((id) =>
    [...readFileSync(`compose/${id}.yaml`, "utf8").matchAll(/^ {4}([a-z_-]+):/gm)].map(([, key = ""]) => key),
  );
  expect(new Set(keys).size).toBeGreaterThan(10);
  for (const key of new Set(keys)) expect(page).toContain(`\`${key}\``);
});

needs(["compose"], "the compose fragments as compose reads them", () => {
  test.concurrent.each(files)("%s is a compose file of its own", (file) => {
    execFileSync("docker", ["compose", "-f", `compose/${file}`, "--env-file", "/dev/null", "config", "--quiet"], {
      stdio: "pipe",
    });
  });
});
