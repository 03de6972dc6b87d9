import fc from "fast-check";
import { expect, test } from "vitest";
import { clockFile, offsetIn } from "../../src/domain/sandbox-clock.ts";
import { openSandboxClock } from "../../src/sandbox/sandbox-clock.ts";
import { fakeFiles } from "../support/fake-files.ts";

const PATH = "/state/shop/clock.json";
const REAL = 1_700_000_000_000;
const open = (files: ReturnType<typeof fakeFiles>) => openSandboxClock(PATH, files, () => REAL);
const emptyDisk = () => fakeFiles(() => REAL, 1000);

test("what is written of an offset is what is read", () => {
  fc.assert(
    fc.property(fc.integer({ min: -300_000_000, max: 300_000_000 }), (seconds) => {
      expect(offsetIn(clockFile(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
});

test.each([
  "",
  "null",
  "{}",
  "[]",
  '{"offsetMs":"1000"}',
  '{"offsetMs":1.5}',
  '{"offsetMs":1001}',
  '{"offsetMs":1e15}',
])("%s is no clock file, and no server starts on it", async (text) => {
  expect(offsetIn(text)).toBeUndefined();
  const files = emptyDisk();
  files.put(PATH, text);
  await expect(open(files)).rejects.toMatchObject({ code: "CLOCK_UNREADABLE", facts: { path: PATH } });
});

test("a clock that nobody moved shows the real time and leaves no file", async () => {
  const files = emptyDisk();
  const clock = await open(files);
  expect(clock.read()).toEqual({ nowMs: REAL, offsetMs: 0 });
  expect(files.writes).toEqual([]);
});

test("a moved clock is found again by the next server, and one that was put right leaves nothing", async () => {
  const files = emptyDisk();
  await (await open(files)).moveTo(86_400_000);
  const next = await open(files);
  expect([next.now(), next.read().offsetMs]).toEqual([REAL + 86_400_000, 86_400_000]);
  await next.moveTo(0);
  expect(await files.read(PATH)).toBeUndefined();
  expect((await open(files)).now()).toBe(REAL);
});

test.each(["DISK_FULL", "NOT_WRITABLE"] as const)(
  "where the file cannot be written (%s) the clock stands",
  async (code) => {
    const files = emptyDisk();
    const clock = await open(files);
    files.refuseWrites("/state", code);
    await expect(clock.moveTo(1000)).rejects.toMatchObject({ code });
    expect(clock.read()).toEqual({ nowMs: REAL, offsetMs: 0 });
  },
);
