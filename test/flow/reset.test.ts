import { describe, expect, test } from "vitest";
import { RESET_KEEPS } from "../../src/domain/reset-files.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { reset } from "../../src/flows/reset.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const ALL = { seedsOnly: false };

describe("reset", () => {
  test("ends the server and removes what was made; the next up makes new secrets", async () => {
    const { up, tools, world, sandboxes } = lifecycleWorld();
    await up();
    const folder = [...world.files.entries.keys()].find((path) => path.endsWith("/instance.json"))?.slice(0, -14) ?? "";
    world.files.put(`${folder}/billing/events.log`, "an event");
    const before = sandboxes[0]?.store.findUser({ username: "demo@test.com" })?.password;
    const { plan } = await reset(tools, ALL);
    expect(plan.map(({ id }) => id)).toEqual(["end-server", "forget"]);
    const left = [...world.files.entries].filter(([, { kind }]) => kind === "file").map(([path]) => path);
    expect(left.filter((path) => path.startsWith("/state/")).map((path) => path.split("/").at(-1))).toEqual([
      "journal.ndjson",
    ]);
    expect((await up()).plan.map(({ id }) => id)).toContain("secrets");
    expect(sandboxes[1]?.store.findUser({ username: "demo@test.com" })?.password).not.toBe(before);
  });

  test("removes every file that a stack may have, but those that are named as kept, and what containers mount", async () => {
    const { tools, world } = lifecycleWorld();
    const { state } = await openCheckout(world);
    const { directory, lock: _made, ...files } = state;
    for (const path of Object.values(files)) if (path !== state.containers) world.files.put(path, "{}");
    world.files.put(`${directory}/opa/loaded/policy.rego`, "package agentvoicebox");
    world.files.put(`${state.serverLog}.1`, "older");
    await reset(tools, ALL);
    const left = [...world.files.entries].filter(([path, { kind }]) => kind === "file" && path.startsWith(directory));
    const kept = Object.keys(RESET_KEEPS).map((name) => state[name as keyof typeof state]);
    expect(left.map(([path]) => path).filter((path) => !kept.includes(path))).toEqual([]);
    expect(await world.files.read(state.writtenEnv)).toBe("{}");
    expect(Object.values(RESET_KEEPS).every((why) => why.length > 0)).toBe(true);
  });

  test("removes what a killed start had begun to write, and nothing that avb did not write", async () => {
    const { up, tools, world } = lifecycleWorld();
    await up();
    const folder = [...world.files.entries.keys()].find((path) => path.endsWith("/instance.json"))?.slice(0, -14) ?? "";
    world.files.put(`${folder}/.0123456789ab.tmp`, "{");
    world.files.put(`${folder}/.mine.tmp`, "");
    await reset(tools, ALL);
    expect(world.files.entries.has(`${folder}/.0123456789ab.tmp`)).toBe(false);
    expect(world.files.entries.has(`${folder}/.mine.tmp`)).toBe(true);
  });

  test("where nothing was made there is nothing to remove", async () => {
    const { tools } = lifecycleWorld();
    expect((await reset(tools, ALL)).plan).toEqual([]);
  });

  test("a record that nobody can read is removed, and the server behind it is found by its port", async () => {
    const { up, tools, world } = lifecycleWorld();
    await up();
    const record = [...world.files.entries.keys()].find((path) => path.endsWith("/instance.json")) ?? "";
    world.files.put(record, "{ torn");
    world.taken.set(8080, { pid: 9000, command: "node" });
    await expect(up()).rejects.toMatchObject({
      code: "STATE_CORRUPT",
      fixes: ["see whether less is enough: avb dev doctor", "avb dev reset --yes"],
    });
    await reset(tools, ALL);
    expect(world.living.has(9000)).toBe(false);
    world.taken.clear();
    expect((await up()).urls.identity).toBe("http://localhost:8080");
  });
});
