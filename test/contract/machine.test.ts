import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { nodeMachine } from "../../src/adapters/machine.ts";

test("the disk tells its room, and nothing of a folder that is not there", async () => {
  const room = await nodeMachine.disk(tmpdir());
  expect(room?.freeBytes).toBeGreaterThan(0);
  expect(await nodeMachine.disk("/no/such/folder")).toBeUndefined();
});

test("a file system without room for files says so, one that does not count them says nothing", async () => {
  // /proc counts neither bytes nor files.
  if (process.platform === "linux") expect(await nodeMachine.disk("/proc")).toEqual({ freeBytes: 0 });
});

test("the free memory is some, and less than a petabyte", () => {
  expect(nodeMachine.freeMemory()).toBeGreaterThan(1_000_000);
  expect(nodeMachine.freeMemory()).toBeLessThan(1e15);
});

test("localhost is found as applications find it; a name that is none has no address", async () => {
  expect(await nodeMachine.resolve("localhost")).toEqual(
    expect.arrayContaining([expect.stringMatching(/^127\.|^::1$/)]),
  );
  expect(await nodeMachine.resolve("a name that is none")).toEqual([]);
});

test("the umask is this process's", async () => {
  expect(await nodeMachine.umask()).toBe(process.umask());
});
