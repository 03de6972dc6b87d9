import { expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { ADMIN_ROUTES } from "../../src/domain/sandbox-protocol.ts";
import { clockCheck } from "../../src/flows/checks/clock.ts";
import { clock } from "../../src/flows/clock.ts";
import { info } from "../../src/flows/info.ts";
import { takeLock } from "../../src/flows/lock.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { reset } from "../../src/flows/reset.ts";
import { status } from "../../src/flows/status.ts";
import { token } from "../../src/flows/token.ts";
import { clockWorld } from "../support/clock-world.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const AHEAD = /30 days ahead of real time.*not valid yet.*avb dev clock reset/;

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AvbError ? `${error.exitCode} ${error.code}` : String(error)),
  );

test("a clock that nobody moved shows the real time", async () => {
  const { moved, lines } = await clockWorld();
  const instant = "2023-11-14T22:13:20Z";
  const { realTime, sandboxTime, ...rest } = await moved();
  expect(realTime).toBe(sandboxTime);
  expect(realTime >= instant).toBe(true);
  expect(rest).toEqual({ offsetSeconds: 0, offset: "the same as real time" });
  expect(lines.join("\n")).not.toContain("ahead");
});

test("a step says where it led, what was billed and what it means for applications", async () => {
  const { moved, lines, world } = await clockWorld();
  world.nowMs = Date.parse("2026-11-22T08:00:00Z");
  expect(await moved("+1month")).toEqual({
    realTime: "2026-11-22T08:00:00Z",
    sandboxTime: "2026-12-22T08:00:00Z",
    offsetSeconds: 2_592_000,
    offset: "30 days ahead of real time",
    moved: { from: "2026-11-22T08:00:00Z", invoicesFinalized: 2, webhooksQueued: 5, sessionsEnded: 0 },
  });
  expect(lines.join("\n")).toMatch(AHEAD);
  expect((await moved("+1month")).sandboxTime).toBe("2027-01-22T08:00:00Z");
  expect((await moved("set", "2026-11-01")).offset).toBe("21 days 8 hours behind real time");
  expect((await moved("reset")).offsetSeconds).toBe(0);
});

test("who asks for status, access, a token or a check is told that the clock is moved; then no more", async () => {
  const { world, moved, up, lines } = await clockWorld();
  const told = async () => {
    const cautions: string[] = [];
    const caution = (text: string) => void cautions.push(text);
    await info(world, { overrides: {}, reveal: false, caution });
    await token(world, { caution });
    const checkout = await openCheckout(world);
    const never = () => Promise.reject();
    const asked = { stack: never, engine: never, rendered: never, engineMachine: never, containers: never };
    const patient = { checkout, problems: [], ...asked };
    const [found] = await clockCheck.run(world, patient);
    const before = lines.length;
    const { plan } = await up();
    expect([plan, found.state]).toEqual([[], "ok"]);
    return [...cautions, found.says, ...(await status(world)).remarks, ...lines.slice(before)].filter((text) =>
      AHEAD.test(text),
    ).length;
  };
  await moved("+30days");
  expect(await told()).toBe(5);
  await moved("reset");
  expect(await told()).toBe(0);
});

test("a reset of the sandbox forgets the clock, one of the seeds keeps it", async () => {
  const { world, tools, checkout, moved } = await clockWorld();
  await moved("+1month");
  await reset(tools, { seedsOnly: true });
  expect(await world.files.read(checkout.state.clock)).toContain("offsetMs");
  await reset(tools, { seedsOnly: false });
  expect(await world.files.read(checkout.state.clock)).toBeUndefined();
});

test("without a running server there is no clock to read or move", async () => {
  const { tools } = lifecycleWorld();
  for (const words of [[], ["+1month"], ["reset"]])
    expect(await codeOf(clock(tools, words))).toBe("8 SANDBOX_NOT_RUNNING");
});

test("words that mean nothing are refused before anything is asked or locked", async () => {
  const { world, moved } = await clockWorld();
  const [asked, written] = [world.requests.length, world.files.writes.length];
  expect(await codeOf(moved("+1fortnight"))).toBe("2 USAGE");
  expect([world.requests.length, world.files.writes.length]).toEqual([asked, written]);
});

test("a server that takes too long is said to be still at it, not to have failed", async () => {
  const { world, moved } = await clockWorld();
  const routes = world.servers.get("http://127.0.0.1:8080");
  world.servers.set("http://127.0.0.1:8080", async (request) => {
    if (request.url.pathname !== ADMIN_ROUTES.clock || request.method === "GET") return routes?.(request);
    throw new DOMException("the deadline passed", "TimeoutError");
  });
  await expect(moved("+10years")).rejects.toThrow(/answered nothing yet to moving its clock; it may still be making/);
  expect(await world.files.read((await openCheckout(world)).state.journal)).toContain('"avb dev clock"');
});

test("while another command changes the stack the clock can be read, not moved", async () => {
  const { world, checkout, moved } = await clockWorld();
  const lock = await takeLock(world, checkout, "avb dev up");
  expect(await codeOf(moved("+1month"))).toBe("11 LOCK_BUSY");
  expect((await moved("show")).offsetSeconds).toBe(0);
  await lock.release();
  expect((await moved("+1month")).moved).toBeDefined();
});

test.each(["production", "live"])("mode %s has no clock", async (mode) => {
  const { world, tools } = lifecycleWorld();
  world.files.put("/home/dev/shop/.devenvrc", `mode: ${mode}\n`);
  expect(await codeOf(clock(tools, ["+1month"]))).toBe("2 VERB_NOT_IN_MODE");
});

test("a clock file that avb did not write is told as such, with the cure", async () => {
  const { world, checkout, up } = await clockWorld();
  world.files.put(checkout.state.clock, "{");
  expect(await codeOf(status(world))).toBe("3 CLOCK_UNREADABLE");
  expect(await codeOf(up())).toBe("3 CLOCK_UNREADABLE");
});
