import { describe, expect, test } from "vitest";
import { down } from "../../src/flows/down.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const stateFiles = (world: ReturnType<typeof lifecycleWorld>["world"]) =>
  [...world.files.entries].filter(([, { kind }]) => kind === "file").map(([path]) => path.split("/").at(-1));

describe("down", () => {
  test("ends the server politely, keeps what the next start needs, and leaves no record", async () => {
    const { up, tools, world } = lifecycleWorld();
    await up();
    expect(await down(tools)).toMatchObject({ was: "running", pid: 9000 });
    expect(world.living.has(9000)).toBe(false);
    expect(world.signals).toEqual([]);
    expect(stateFiles(world)).toContain("secrets.json");
    expect(stateFiles(world)).not.toContain("instance.json");
  });

  test("a configuration that broke meanwhile does not keep the server running", async () => {
    const { up, tools, world } = lifecycleWorld();
    await up();
    await world.files.write(`${world.host.cwd}/.devenvrc`, "mode: [");
    expect(await down(tools)).toMatchObject({ was: "running", pid: 9000 });
    expect(world.living.has(9000)).toBe(false);
  });

  test("where nothing runs says so and is no failure", async () => {
    const { tools } = lifecycleWorld();
    expect(await down(tools)).toMatchObject({ was: "not running", plan: [] });
  });

  test("a server that ignores the request and SIGTERM is killed", async () => {
    const { up, tools, world, sandboxes } = lifecycleWorld();
    await up();
    if (sandboxes[0]) sandboxes[0].silent = true;
    const signal = world.processes.signal;
    world.processes.signal = (pid, name) => {
      if (name === "SIGKILL") signal(pid, name);
    };
    expect(await down(tools)).toMatchObject({ was: "running" });
    expect(world.signals).toEqual([{ pid: 9000, signal: "SIGKILL" }]);
  });

  test("a server that nothing ends is left over: 13, with its pid", async () => {
    const { up, tools, world, sandboxes } = lifecycleWorld();
    await up();
    if (sandboxes[0]) sandboxes[0].silent = true;
    world.processes.signal = () => {};
    await expect(down(tools)).rejects.toMatchObject({
      code: "SERVER_STILL_THERE",
      exitCode: 13,
      fixes: ["kill -9 9000"],
    });
    expect(stateFiles(world)).toContain("instance.json");
  });

  test("a record whose pid belongs to another process now is removed, and that process is left alone", async () => {
    const { up, tools, world, sandboxes } = lifecycleWorld();
    await up();
    sandboxes[0]?.die();
    world.living.set(9000, { start: "another time", command: "postgres" });
    expect(await down(tools)).toMatchObject({ was: "dead" });
    expect(world.signals).toEqual([]);
    expect(world.living.has(9000)).toBe(true);
    expect(stateFiles(world)).not.toContain("instance.json");
  });

  test("a pid that changes hands between the look and the signal is not ended", async () => {
    const { up, tools, world, sandboxes } = lifecycleWorld();
    await up();
    if (sandboxes[0]) sandboxes[0].silent = true;
    let looks = 0;
    const startOf = world.processes.startOf;
    world.processes.startOf = async (pid) => {
      if (pid === 9000 && ++looks === 2) world.living.set(9000, { start: "another time", command: "postgres" });
      return startOf(pid);
    };
    await down(tools);
    expect(world.signals).toEqual([]);
    expect(world.living.get(9000)?.command).toBe("postgres");
  });

  test("another writer at work is told, and nothing is ended", async () => {
    const { up, tools, world } = lifecycleWorld();
    await up();
    const [state] = [...world.files.entries.keys()].filter((path) => path.endsWith("/instance.json"));
    world.living.set(5000, { start: "5", command: "avb" });
    const holder = { pid: 5000, processStart: "5", command: "avb dev up", token: "t" };
    world.files.put(`${state?.slice(0, -"instance.json".length)}lock`, JSON.stringify(holder));
    await expect(down(tools)).rejects.toMatchObject({ code: "LOCK_BUSY", exitCode: 11 });
    expect(world.living.has(9000)).toBe(true);
  });
});
