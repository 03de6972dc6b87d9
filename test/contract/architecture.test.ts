import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const MOST_LINES = 150;
/** Without npx, which takes as long as the looking itself. */
const CRUISER = "node_modules/dependency-cruiser/bin/dependency-cruise.mjs";
const tracked = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "src", "test", "scripts", "bench"],
  { encoding: "utf8" },
)
  .split("\n")
  .filter((file) => /\.(ts|mjs)$/.test(file));

describe("the shape of the code", () => {
  test("no file has more than 150 lines", () => {
    const long = tracked.filter((file) => readFileSync(file, "utf8").trimEnd().split("\n").length > MOST_LINES);
    expect(long).toEqual([]);
  });

  test("no test replaces a module", () => {
    const replacing = tracked.filter((file) => new RegExp(`\\bvi\\.${"mock"}\\(`).test(readFileSync(file, "utf8")));
    expect(replacing).toEqual([]);
  });

  test("no deadline is a timer that Node 20 forgets", () => {
    const forgetting = tracked.filter(
      (file) => file.startsWith("src/") && /AbortSignal\.timeout\(/.test(readFileSync(file, "utf8")),
    );
    expect(forgetting).toEqual([]);
  });
});

describe("the direction of imports", () => {
  test("a planted leak from domain to a package is refused", () => {
    const file = "src/domain/planted-leak.ts";
    writeFileSync(file, 'import "execa";\nimport "../adapters/clock.ts";\n');
    try {
      const answer = spawnSync(process.execPath, [CRUISER, file], { encoding: "utf8" });
      expect(answer.status).not.toBe(0);
      expect(answer.stdout).toContain("domain-no-packages");
      expect(answer.stdout).toContain("domain-direction");
      expect(answer.stdout).toContain("one-door-for-execa");
    } finally {
      rmSync(file);
    }
  });
});
