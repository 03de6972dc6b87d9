import { describe, expect, test } from "vitest";
import { olderLog } from "../../src/domain/request-log.ts";
import { logs } from "../../src/flows/logs.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

/** A checkout whose server has said this, and a reader of it. */
async function reading(text: string) {
  const { up, world } = lifecycleWorld();
  await up();
  const file = world.detached[0]?.options.log ?? "";
  world.files.put(file, text);
  const lines: string[] = [];
  const stop = new AbortController();
  const read = (options: { tail?: number; follow?: boolean } = {}) =>
    logs(world, { tail: 100, follow: false, ...options, signal: stop.signal, line: (line) => lines.push(line) });
  return { world, file, lines, stop, read };
}

describe("logs", () => {
  test("only the last lines are handed out, and a line that is still being written is not", async () => {
    const { read, lines } = await reading("one\ntwo\nthree\nfou");
    expect((await read({ tail: 2 })).lines).toBe(2);
    expect(lines).toEqual(["two", "three"]);
  });

  test("--tail 0 hands out nothing of what was there", async () => {
    const { read, lines } = await reading("one\n");
    await read({ tail: 0 });
    expect(lines).toEqual([]);
  });

  test("--follow hands out what is added, also after the log was begun anew, until the signal", async () => {
    const { read, lines, world, file, stop } = await reading("one\n");
    const following = read({ follow: true });
    await expect.poll(() => lines, { timeout: 8000 }).toEqual(["one"]);
    world.files.put(file, "one\ntwo\n");
    await expect.poll(() => lines, { timeout: 8000 }).toEqual(["one", "two"]);
    world.files.put(file, "anew\n");
    await expect.poll(() => lines, { timeout: 8000 }).toEqual(["one", "two", "anew"]);
    stop.abort("SIGINT");
    expect((await following).lines).toBe(3);
  });

  test("a request is printed as time, method, path, status, duration and user", async () => {
    const entry = { time: "2026-03-01T10:00:00.000Z", on: "identity", method: "GET", path: "/a\u001b[2J" };
    const { read, lines } = await reading(`${JSON.stringify({ ...entry, status: 200, ms: 1.25, user: "demo" })}\n`);
    await read();
    expect(lines).toEqual(["2026-03-01T10:00:00.000Z GET    /a\\u{1b}[2J 200 1.3 ms demo"]);
  });

  test("a log that was just begun anew is completed from the one before it", async () => {
    const { read, lines, world, file } = await reading("three\n");
    world.files.put(olderLog(file), "one\ntwo\n");
    await read({ tail: 2 });
    expect(lines).toEqual(["two", "three"]);
    lines.length = 0;
    await read({ tail: 1 });
    expect(lines).toEqual(["three"]);
  });

  test("what would steer a terminal is made visible", async () => {
    const { read, lines } = await reading("\u001b[2Jgone\n");
    await read();
    expect(lines).toEqual(["\\u{1b}[2Jgone"]);
  });

  test("where no server was ever started it says how to start one", async () => {
    const { world } = lifecycleWorld();
    const nothing = logs(world, { tail: 1, follow: false, signal: new AbortController().signal, line: () => {} });
    await expect(nothing).rejects.toMatchObject({ code: "SANDBOX_NOT_RUNNING", exitCode: 8 });
  });
});
