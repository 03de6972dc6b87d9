import { describe, expect, test } from "vitest";
import { status } from "../../src/flows/status.ts";
import { lagoWorld } from "../support/lago-world.ts";

describe("what seeds are made from", () => {
  test("is not opened again, by up or by status, as long as nothing of it has changed", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    const { world } = live;
    const again = () => live.up({});
    const reads: string[] = [];
    const { read } = world.files;
    world.files.read = (path) => {
      if (path.includes("/templates/lago/")) reads.push(path);
      return read(path);
    };
    const readsOf = async (look: () => Promise<unknown>) => {
      reads.length = 0;
      await look();
      return reads.length;
    };
    const untouched = await readsOf(again);
    const shown = await readsOf(() => status(world));
    world.files.put("/avb/package.json", '{"version": "another"}');
    expect(await readsOf(() => status(world))).toBe(shown + 1);
    expect(await readsOf(async () => expect((await again()).plan).toEqual([]))).toBe(untouched + 1);
    // From then on the new version is known to say the same.
    expect([await readsOf(again), await readsOf(() => status(world))]).toEqual([untouched, shown]);
  });
});
