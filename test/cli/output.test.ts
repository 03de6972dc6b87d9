import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
afterAll(() => home.remove());

const shell = (line: string) =>
  spawnSync("bash", ["-c", line], {
    encoding: "utf8",
    cwd: home.cwd,
    env: { ...home.env, NODE: process.execPath, AVB: join(import.meta.dirname, "../../bin/run.js") },
  });

describe.runIf(process.platform === "linux")("an output that cannot be written", () => {
  test("a full disk behind stdout ends with 12 and one line, never a stack trace", () => {
    const done = shell('"$NODE" "$AVB" dev env --format json > /dev/full');
    expect(done.status).toBe(12);
    expect(done.stderr).toMatch(/^avb: the output cannot be written \(ENOSPC\)\..*\[OUTPUT_FAILED\]$/m);
    expect(done.stderr).not.toMatch(/\n\s+at /);
  });

  test("a reader that leaves early is no failure", () => {
    const done = shell('set -o pipefail; "$NODE" "$AVB" dev matrix --format json | true');
    expect([done.status, done.stderr]).toEqual([0, ""]);
  });

  test("a closed stdout is no stack trace", () => {
    const done = shell('"$NODE" "$AVB" dev matrix --format json >&-');
    expect(done.stderr).not.toMatch(/\n\s+at /);
  });

  test("a reader of stderr that leaves early does not cut the work off", () => {
    const up = shell(
      'export AVB_SLOT=5; "$NODE" "$AVB" dev up 2>&1 >/dev/null | true; "$NODE" "$AVB" dev status --json',
    );
    expect(JSON.parse(up.stdout).data.state).toBe("usable");
    expect(shell('AVB_SLOT=5 "$NODE" "$AVB" dev down').status).toBe(0);
  });
});
