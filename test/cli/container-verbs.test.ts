import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";

const claimed = await claimThisSlot("6");
afterAll(() => claimed.release());

let home: AvbHome;
beforeAll(() => {
  home = avbHome();
});
afterAll(() => home.remove());

/** A machine without a container engine, and without a terminal. */
const avb = (...args: readonly string[]) =>
  home.run(["dev", ...args], { AVB_SLOT: "6", DOCKER_HOST: "unix:///nowhere/docker.sock", DOCKER_CONTEXT: "" });

async function expectRefused(
  args: readonly string[],
  { status, code, says }: { readonly status: number; readonly code: string; readonly says: string },
): Promise<void> {
  const run = await avb(...args);
  expect(run).toMatchObject({ status, stdout: "" });
  expect(run.stderr).toMatch(new RegExp(`avb: .* Fix: .*\\[${code}\\]\n$`));
  expect(run.stderr).toContain(says);
}

describe("verbs of containers", () => {
  test.concurrent.each([
    [["down", "--volumes"], 2, "NEEDS_ANSWER", "Fix: avb dev down --volumes --yes."],
    [["reset", "vault"], 2, "NEEDS_ANSWER", "Fix: avb dev reset vault --yes."],
    [["restart", "redis"], 2, "SERVICE_NOT_HERE", "Fix: avb dev up --with redis"],
    [["stop", "rediss"], 2, "SERVICE_UNKNOWN", "avb dev stop redis"],
    [["shell"], 2, "USAGE", "service"],
    [["shell", "postgres"], 2, "SERVICE_NOT_HERE", "avb dev up --with postgres"],
    [["shell", "lago"], 2, "NO_SHELL", "there are those of postgres, redis"],
    [["wait", "--for", "ready"], 2, "USAGE", "usable, started"],
    [["wait", "--timeout", "0"], 2, "USAGE", "--timeout"],
    [["wait", "--timeout", "1"], 8, "WAIT_TIMEOUT", "keycloak (not running); lago (not running)"],
    [["logs", "--since", "yesterday"], 2, "USAGE", "10m"],
    [["logs", "--grep", "("], 2, "USAGE", "regular expression"],
    [["logs", "--level", "loud"], 2, "USAGE", "error, warn, info, debug"],
    [["logs", "redis"], 2, "SERVICE_NOT_HERE", "avb dev up --with redis"],
    [["open", "temporal", "--mode", "live"], 6, "ENGINE_UNREACHABLE", "start Docker"],
    [["clean", "--yes"], 6, "ENGINE_UNREACHABLE", "start Docker"],
  ] as const)("%o ends with %i [%s] and says what to type", (args, status, code, says) =>
    expectRefused(args, { status, code, says }),
  );

  // One after the other: each of them is the stack's only writer.
  test.each([
    [["reset", "vualt", "--yes"], 2, "SERVICE_UNKNOWN", "did you mean vault?"],
    [["reset", "keycloak", "--yes"], 2, "RESET_STAND_IN", "avb dev reset --seeds --yes"],
  ] as const)("%o ends with %i [%s] and says what to type", (args, status, code, says) =>
    expectRefused(args, { status, code, says }),
  );

  test.each([
    [["stop"], "nothing was running\n"],
    [["down"], "the sandbox is not running\n"],
    [["list"], "no stack runs on this machine; start one: avb dev up\n"],
  ] as const)("%o needs no engine where nothing was started", async (args, stderr) => {
    expect(await avb(...args)).toEqual({ status: 0, stdout: "", stderr });
  });

  test("each answers --json with what it found", async () => {
    const data = async (...args: string[]) => JSON.parse((await avb(...args, "--json")).stdout);
    expect(await data("status")).toMatchObject({ ok: true, data: { state: "not running" } });
    expect(await data("stop")).toMatchObject({ ok: true, data: { containers: [], plan: [] } });
    expect(await data("down")).toMatchObject({ data: { was: "not running", containers: [], volumes: [] } });
    expect(await data("list")).toMatchObject({ ok: true, data: { stacks: [] } });
    expect(await data("wait", "--timeout", "1")).toMatchObject({ ok: false, error: { code: "WAIT_TIMEOUT", exit: 8 } });
  });
});
