import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchOwner } from "../../src/sandbox/orphan-watch.ts";
import { fakeFiles } from "../support/fake-files.ts";
import { launchIn } from "../support/launch-file.ts";

const ROOT = "/home/dev/shop";

async function watched() {
  const launch = { ...(await launchIn("/state/shop-1234abcd")), root: ROOT };
  const files = fakeFiles(() => 0, 1000);
  const told: string[] = [];
  const arrive = () => files.put(`${ROOT}/.git`, "");
  const record = () => files.put(launch.state.instance, JSON.stringify({ instance: launch.instance }));
  arrive();
  record();
  vi.useFakeTimers();
  watchOwner(launch, files, (why) => told.push(why));
  return { files, told, arrive, leave: () => files.removeTree(ROOT), look: () => vi.advanceTimersByTimeAsync(20_000) };
}

describe("the server's look at its owner", () => {
  beforeEach(() => void vi.useRealTimers());
  afterEach(() => void vi.useRealTimers());

  test("says nothing while the checkout and the record are there", async () => {
    const { told, look } = await watched();
    for (let looks = 0; looks < 10; looks += 1) await look();
    expect(told).toEqual([]);
  });

  test("waits for a second look, since a checkout may be mounted anew, and tells once", async () => {
    const { told, arrive, leave, look } = await watched();
    await leave();
    await look();
    arrive();
    await look();
    await leave();
    await look();
    expect(told).toEqual([]);
    for (let looks = 0; looks < 3; looks += 1) await look();
    expect(told).toEqual([`the checkout ${ROOT} is gone`]);
  });

  test("takes a disk that cannot be read for no answer", async () => {
    const { files, told, look } = await watched();
    files.facts = async () => Promise.reject(new Error("EIO"));
    for (let looks = 0; looks < 5; looks += 1) await look();
    expect(told).toEqual([]);
  });
});
