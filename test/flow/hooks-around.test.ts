import { describe, expect, test } from "vitest";
import { down } from "../../src/flows/down.ts";
import { seed } from "../../src/flows/seed.ts";
import { ALL_HOOKS as ALL, hooked } from "../support/hooked-world.ts";

const SEED = { services: [], planOnly: false } as const;

describe("the hooks of seed and down", () => {
  test("seed runs those around it, only when something is seeded", async () => {
    const { up, world, tools, ran } = await hooked();
    await up({ seed: false });
    expect(ran).toEqual(["third"]);
    await seed({ ...tools, world }, SEED);
    expect(ran).toEqual(["third", "first", "second"]);
    await seed({ ...tools, world }, SEED);
    expect(ran).toHaveLength(3);
  });

  test("down runs its hook before anything is ended, and ends nothing when that fails", async () => {
    const { up, tools, fails, ran, world } = await hooked();
    await up();
    fails.add("last");
    await expect(down(tools)).rejects.toMatchObject({ code: "HOOK_STOPPED_DOWN", exitCode: 13 });
    expect(world.living.size).toBe(2);
    fails.clear();
    expect((await down(tools)).plan[0]?.id).toBe("hook-before_down");
    expect(ran.filter((name) => name === "last")).toHaveLength(2);
    await down(tools);
    expect(ran.filter((name) => name === "last")).toHaveLength(2);
  });

  test("down can always be had: without its hook where nobody has allowed it, and by asking so", async () => {
    const { up, tools, ran, world, lines } = await hooked();
    await up();
    world.files.put("/home/dev/shop/.devenvrc", `${ALL}# edited\n`);
    await down(tools);
    expect(lines).toContain("note the hook before_down was not run: these files are not trusted (avb trust)");
    expect(ran).not.toContain("last");
  });
});
