import { describe, expect, test } from "vitest";
import { env } from "../../src/flows/env.ts";
import { exec } from "../../src/flows/exec.ts";
import { info } from "../../src/flows/info.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const IDLE = "the sandbox is not running; avb dev up starts it";
const wishes = { services: [], renames: [] };
type World = ReturnType<typeof lifecycleWorld>["world"];

/** What each command cautions of. */
const CAUTIONS: Readonly<Record<string, (world: World, mode?: string) => Promise<readonly string[]>>> = {
  "dev env": async (world, mode) => {
    const overrides = mode === undefined ? {} : { mode };
    return (await env(world, { overrides, wishes: { ...wishes, view: "host" }, reveal: false })).cautions;
  },
  "dev exec": async (world, mode) => {
    const told: string[] = [];
    const caution = (text: string) => void told.push(text);
    const { signal } = new AbortController();
    const overrides = mode === undefined ? {} : { mode };
    expect(await exec(world, { overrides, wishes, command: ["app"], signal, caution })).toBe(0);
    return told;
  },
  "dev info": async (world, mode) => {
    const told: string[] = [];
    const overrides = mode === undefined ? {} : { mode };
    await info(world, { overrides, reveal: false, caution: (text) => void told.push(text) });
    return told;
  },
};

describe.each(Object.entries(CAUTIONS))("avb %s where nothing runs", (_name, cautionsOf) => {
  test("says so once, with the command that starts it, and does its work all the same", async () => {
    expect(await cautionsOf(lifecycleWorld().world)).toEqual([IDLE]);
  });

  test("says nothing where the sandbox runs, nor of a mode that avb does not start", async () => {
    const { world, up } = lifecycleWorld();
    expect(await cautionsOf(world, "live")).not.toContain(IDLE);
    await up();
    expect(await cautionsOf(world)).toEqual([]);
  });
});

// env is read by scripts at every turn: it answers from the records alone.
const LOOKING = Object.entries(CAUTIONS).filter(([name]) => name !== "dev env");

describe.each(LOOKING)("avb %s where somebody else holds the port", (_name, cautionsOf) => {
  test("says who else would be reached", async () => {
    const { world } = lifecycleWorld();
    world.taken.set(8080, { pid: 812, command: "nginx" });
    expect(await cautionsOf(world)).toEqual([
      "the sandbox is not running, and port 8080 is held by nginx (pid 812); avb dev up starts it on another port",
    ]);
  });
});
