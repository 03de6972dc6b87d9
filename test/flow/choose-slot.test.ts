import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/adapters/clock.ts";
import { nodeFiles } from "../../src/adapters/files.ts";
import { nodeProcesses } from "../../src/adapters/processes.ts";
import { systemRandom } from "../../src/adapters/random.ts";
import { chooseSlot } from "../../src/flows/choose-slot.ts";
import { fakeWorld } from "../support/fake-world.ts";

const REGISTER = "/state/slots.json";

/** A machine with a main checkout in /home/dev/shop and linked worktrees beside it. */
function repository(worktrees: readonly string[], env: Record<string, string> = {}) {
  const world = fakeWorld({ env });
  world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main");
  for (const name of worktrees)
    world.files.put(`/home/dev/${name}/.git`, `gitdir: /home/dev/shop/.git/worktrees/${name}\n`);
  const slotOf = (name: string, configured?: 4) =>
    chooseSlot(world, {
      ...{ root: `/home/dev/${name}`, id: `${name}-1`, stateRoot: "/state" },
      ...(configured === undefined ? {} : { configured }),
    });
  return { world, slotOf };
}

describe("the slot of a checkout", () => {
  test("the main checkout has 0 and nothing is written for it", async () => {
    const { world, slotOf } = repository([]);
    expect([await slotOf("shop"), world.files.writes]).toEqual([0, []]);
  });

  test("a folder without git has 0", async () => {
    expect(await chooseSlot(fakeWorld(), { root: "/home/dev/plain", id: "p", stateRoot: "/state" })).toBe(0);
  });

  test("a submodule is a checkout of its own", async () => {
    const { world, slotOf } = repository([]);
    world.files.put("/home/dev/sub/.git", "gitdir: ../shop/.git/modules/sub\n");
    expect(await slotOf("sub")).toBe(0);
  });

  test("linked worktrees get the lowest free slot and keep it", async () => {
    const { world, slotOf } = repository(["a", "b", "c"]);
    expect([await slotOf("a"), await slotOf("b"), await slotOf("a"), await slotOf("c")]).toEqual([1, 2, 1, 3]);
    expect(world.files.entries.get(REGISTER)?.mode).toBe(0o600);
  });

  test("a folder inside a worktree belongs to the worktree", async () => {
    const { slotOf } = repository(["a"]);
    expect(await slotOf("a/backend")).toBe(1);
  });

  test("a removed worktree gives its slot back", async () => {
    const { world, slotOf } = repository(["a", "b", "c"]);
    await slotOf("a");
    await slotOf("b");
    await world.files.removeTree("/home/dev/a");
    expect(await slotOf("c")).toBe(1);
  });

  test("worktrees of other repositories do not count", async () => {
    const { world, slotOf } = repository(["a"]);
    world.files.put("/home/dev/x/.git", "gitdir: /home/dev/other/.git/worktrees/x\n");
    expect([await slotOf("a"), await slotOf("x")]).toEqual([1, 1]);
  });

  test("relative and absolute gitdir name the same repository", async () => {
    const { world, slotOf } = repository(["a"]);
    world.files.put("/home/dev/b/.git", "gitdir: ../shop/.git/worktrees/b\n");
    expect([await slotOf("a"), await slotOf("b")]).toEqual([1, 2]);
  });

  test("AVB_SLOT wins over the configured one, which wins over the automatic one", async () => {
    expect(await repository(["a"], { AVB_SLOT: "7" }).slotOf("a", 4)).toBe(7);
    expect(await repository(["a"]).slotOf("a", 4)).toBe(4);
  });

  test.each(["10", "-1", "1.5", "one", " 1", "0x1"])("AVB_SLOT=%j is refused", async (AVB_SLOT) => {
    await expect(repository([], { AVB_SLOT }).slotOf("shop")).rejects.toMatchObject({
      code: "SLOT_INVALID",
      exitCode: 2,
      message: `'${AVB_SLOT}' is not a slot; slots are 0 to 9`,
    });
  });

  test("a tenth linked worktree is told who has the nine", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `w${index + 1}`);
    const { slotOf } = repository(names);
    for (const name of names.slice(0, 9)) await slotOf(name);
    await expect(slotOf("w10")).rejects.toMatchObject({
      code: "SLOTS_EXHAUSTED",
      exitCode: 7,
      message: expect.stringContaining("1: /home/dev/w1, 2: /home/dev/w2"),
    });
  });

  test("a register that avb did not write is named, not overwritten", async () => {
    const { world, slotOf } = repository(["a"]);
    world.files.put(REGISTER, '{"/home/dev/shop/.git": {"a-1": {"slot": 12}}}');
    await expect(slotOf("a")).rejects.toMatchObject({
      code: "STATE_CORRUPT",
      message: expect.stringContaining(REGISTER),
    });
    expect(world.files.writes).toEqual([]);
  });
});

test("nine worktrees asking at once on a real disk get nine different slots", async () => {
  const folder = await mkdtemp(join(tmpdir(), "avb-slots-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const names = Array.from({ length: 9 }, (_, index) => `w${index}`);
  for (const name of names) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, ".git"), `gitdir: ${folder}/main/.git/worktrees/${name}\n`);
  }
  const real = { files: nodeFiles, clock: systemClock, random: systemRandom, processes: nodeProcesses };
  const world = { ...fakeWorld({ env: {} }), ...real };
  const stateRoot = join(folder, "state");
  const slots = await Promise.all(
    names.map((name) => chooseSlot(world, { root: join(folder, name), id: name, stateRoot })),
  );
  expect([...slots].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
