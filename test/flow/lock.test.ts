import { describe, expect, test } from "vitest";
import { lockHolder, takeLock } from "../../src/flows/lock.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";

const checkout = fakeCheckout();

/** Another avb on the same machine: the same files and processes, a pid of its own. */
function another(world: FakeWorld, pid: number, start = String(pid)): FakeWorld {
  world.living.set(pid, { start, command: "node avb" });
  let made = 0;
  const random = { ...world.random, token: () => `of-${pid}-${start}-${++made}` };
  return { ...world, random, processes: { ...world.processes, self: pid } };
}

const dies = (world: FakeWorld, pid: number) => world.living.delete(pid);

describe("the lock of a stack", () => {
  test("a second writer is told who holds it", async () => {
    const world = fakeWorld();
    await takeLock(world, checkout, "avb dev up");
    await expect(takeLock(another(world, 5000), checkout, "avb dev down")).rejects.toMatchObject({
      code: "LOCK_BUSY",
      exitCode: 11,
      message: "this stack is being changed by 'avb dev up' (pid 4242)",
    });
  });

  test("a released lock is free and leaves no file", async () => {
    const world = fakeWorld();
    await (await takeLock(world, checkout, "avb dev up")).release();
    expect(await world.files.list(checkout.state.directory)).toEqual([]);
    await expect(takeLock(another(world, 5000), checkout, "avb dev down")).resolves.toBeDefined();
  });

  test("a dead holder's lock is taken over, and it is said from whom", async () => {
    const world = fakeWorld();
    await takeLock(another(world, 5000), checkout, "avb dev up");
    dies(world, 5000);
    const lock = await takeLock(world, checkout, "avb dev down");
    expect(lock.tookOverFrom).toMatchObject({ pid: 5000, command: "avb dev up" });
    expect(await lockHolder(world, checkout)).toMatchObject({ pid: 4242, alive: true });
    await lock.release();
    expect(await world.files.list(checkout.state.directory)).toEqual([]);
  });

  test("a pid that the system gave to another process does not count as the holder", async () => {
    const world = fakeWorld();
    await takeLock(another(world, 5000, "first"), checkout, "avb dev up");
    world.living.set(5000, { start: "second", command: "vim" });
    await expect(takeLock(world, checkout, "avb dev up")).resolves.toMatchObject({ tookOverFrom: { pid: 5000 } });
  });

  test("of many that find a dead holder at once exactly one wins", async () => {
    const world = fakeWorld();
    await takeLock(another(world, 5000), checkout, "avb dev up");
    dies(world, 5000);
    const rivals = Array.from({ length: 20 }, (_, at) => takeLock(another(world, 6000 + at), checkout, "avb dev up"));
    const outcomes = await Promise.allSettled(rivals);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "LOCK_BUSY" });
  });

  test("one that died while taking over is followed in its turn", async () => {
    const world = fakeWorld();
    await takeLock(another(world, 5000), checkout, "avb dev up");
    dies(world, 5000);
    const second = another(world, 5001);
    const cut = { ...second, files: { ...second.files, write: () => Promise.reject(new Error("killed here")) } };
    await expect(takeLock(cut, checkout, "avb dev up")).rejects.toThrow("killed here");
    await expect(takeLock(another(world, 5002), checkout, "avb dev up")).rejects.toMatchObject({ code: "LOCK_BUSY" });
    dies(world, 5001);
    const lock = await takeLock(world, checkout, "avb dev down");
    expect(lock.tookOverFrom?.pid).toBe(5001);
    await lock.release();
    expect(await world.files.list(checkout.state.directory)).toEqual([]);
  });

  test("one that read a dead holder long ago does not take the lock from its living successor", async () => {
    const world = fakeWorld();
    await takeLock(another(world, 5000), checkout, "avb dev up");
    const stale = (await world.files.read(checkout.state.lock)) ?? "";
    dies(world, 5000);
    await takeLock(world, checkout, "avb dev up");
    const late = another(world, 5003);
    let reads = 0;
    const read = (path: string) => (++reads === 1 ? Promise.resolve(stale) : world.files.read(path));
    await expect(takeLock({ ...late, files: { ...late.files, read } }, checkout, "avb dev up")).rejects.toMatchObject({
      code: "LOCK_BUSY",
      facts: { pid: "4242" },
    });
    expect(await world.files.list(checkout.state.directory)).toEqual(["lock"]);
  });

  test("a lock that avb did not write is taken over", async () => {
    const world = fakeWorld();
    world.files.put(checkout.state.lock, "garbage\n");
    await expect(takeLock(world, checkout, "avb dev up")).resolves.toMatchObject({ tookOverFrom: { pid: -1 } });
  });

  test("a state folder that takes no file is a disk error, not a lock that is busy", async () => {
    const world = fakeWorld();
    world.files.refuseWrites("/state", "NOT_WRITABLE");
    await expect(takeLock(world, checkout, "avb dev up")).rejects.toMatchObject({ code: "NOT_WRITABLE", exitCode: 12 });
  });
});
