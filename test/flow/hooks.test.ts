import { describe, expect, test } from "vitest";
import { down } from "../../src/flows/down.ts";
import { planUpOnly } from "../../src/flows/up.ts";
import { ALL_HOOKS as ALL, hooked } from "../support/hooked-world.ts";
import { UP } from "../support/lifecycle-world.ts";

const _SEED = { services: [], planOnly: false } as const;

describe("the hooks of up", () => {
  test("run around the seeds and after everything can be used, and a second up plans none of them", async () => {
    const { up, steps, ran, lines } = await hooked();
    const result = await up();
    expect(ran).toEqual(["first", "second", "third"]);
    expect(result.plan.find(({ id }) => id === "seed")?.after).toContain("hook-before_seed");
    expect(result.plan.find(({ id }) => id === "hook-after_usable")?.after).toEqual(["hook-after_seed"]);
    expect(lines).toContain("said hook-after_seed second says");
    expect(steps(await up())).toEqual([]);
    expect(ran).toHaveLength(3);
  });

  test("are shown by --plan with their words, and nothing is run", async () => {
    const { world, ran } = await hooked();
    const { plan } = await planUpOnly({ world }, UP);
    expect(plan.steps.find(({ id }) => id === "hook-after_seed")?.title).toBe("run the hook after_seed: second 'a b'");
    expect(ran).toEqual([]);
  });

  test("that fail end up with 8 and are run again by the next one, alone", async () => {
    const { up, steps, fails, ran } = await hooked();
    fails.add("third");
    await expect(up()).rejects.toMatchObject({
      ...{ code: "HOOK_FAILED", exitCode: 8, detail: "third says" },
      message: "the hook after_usable (third) ended with 3",
    });
    fails.clear();
    const result = await up();
    expect(steps(result)).toEqual(["hook-after_usable"]);
    expect(result.plan[0]?.because).toBe("it has not come to its end yet");
    expect(ran).toEqual(["first", "second", "third", "third"]);
  });

  test("of which the first fails keep everything from being seeded", async () => {
    const { up, fails, lines } = await hooked();
    fails.add("first");
    await expect(up()).rejects.toMatchObject({ code: "HOOK_FAILED" });
    expect(lines).toContain("end start-server");
    expect(lines.filter((line) => line.startsWith("start seed"))).toEqual([]);
  });

  test("are run again when their words have changed", async () => {
    const { up, steps, world, trust } = await hooked();
    await up();
    world.files.put("/home/dev/shop/.devenvrc", ALL.replace("[third]", "[third, again]"));
    await trust();
    const result = await up();
    expect([steps(result), result.plan[0]?.because]).toEqual([["hook-after_usable"], "it has changed"]);
  });

  test("are run again after each start", async () => {
    const { up, ran, tools } = await hooked();
    await up();
    await down(tools);
    await up();
    expect(ran.filter((name) => name === "third")).toHaveLength(2);
  });

  test("are left out by hooks: false, and need no trust then", async () => {
    const { up, world, ran } = await hooked();
    world.files.put("/home/dev/shop/.devenvrc", `${ALL}# edited\n`);
    await expect(up()).rejects.toMatchObject({ code: "NOT_TRUSTED", exitCode: 4 });
    await up({ hooks: false });
    expect(ran).toEqual([]);
  });

  test("get the stack's variables, and no credential of the machine", async () => {
    const { up, world } = await hooked("hooks: {after_usable: {run: [third], profile: django}}\n");
    const seen: Readonly<Record<string, string>>[] = [];
    const { follow } = world.shell;
    world.shell.follow = (command, options) => {
      seen.push(options.env);
      expect([options.cwd, options.timeoutMs]).toEqual(["/home/dev/shop", 300_000]);
      return follow(command, options);
    };
    Object.assign(world.host.env, { AWS_SECRET_ACCESS_KEY: "x", LANG: "C.UTF-8", PATH: ":/usr/bin:./bin:/bin" });
    await up({ with: ["postgres"] });
    const { KEYCLOAK_URL, DB_HOST, DB_PASSWORD, AVB_HOOK, AVB_MODE, LANG, PATH, ...rest } = seen[0] ?? {};
    expect({ KEYCLOAK_URL, DB_HOST, AVB_HOOK, AVB_MODE, LANG, PATH }).toEqual({
      ...{ KEYCLOAK_URL: "http://localhost:8080", DB_HOST: "localhost", AVB_HOOK: "after_usable" },
      ...{ AVB_MODE: "sandbox", LANG: "C.UTF-8", PATH: "/usr/bin:/bin" },
    });
    expect(DB_PASSWORD).toMatch(/^[\w-]{32}$/);
    expect(rest).not.toHaveProperty("AWS_SECRET_ACCESS_KEY");
  });

  test("write no secret of the stack and no control character", async () => {
    const { up, world, lines } = await hooked("hooks: {after_usable: {run: [third], profile: django}}\n");
    world.shell.follow = async (_command, { env, line }) => {
      line(`password ${env.DB_PASSWORD} \u001b[2J`);
      return { exitCode: 0, late: false };
    };
    await up();
    const said = lines.filter((line) => line.startsWith("said hook-after_usable"));
    expect(said).toEqual(["said hook-after_usable password [redacted] \\u{1b}[2J"]);
  });

  test("that took too long, or cannot be found, say so", async () => {
    const { up, world } = await hooked("hooks: {after_usable: {run: [third], timeout: 7}}\n");
    world.shell.follow = async () => ({ signal: "SIGTERM", late: true });
    await expect(up()).rejects.toMatchObject({ facts: { how: "was not done within 7 s and was ended" } });
    const other = await hooked("hooks: {after_usable: [nobody]}\n");
    await expect(other.up()).rejects.toMatchObject({ facts: { how: "is not on PATH" } });
  });

  test("that are a file of the repository must be there and may be run", async () => {
    const { up, world } = await hooked("hooks: {after_usable: [scripts/go.sh]}\n");
    await expect(up()).rejects.toMatchObject({
      ...{ code: "HOOK_NOT_FOUND", exitCode: 3, place: { line: 1 } },
      message: "the hook after_usable runs scripts/go.sh, and there is no such file below the root",
    });
    const other = await hooked("hooks: {after_usable: [scripts/go.sh]}\n");
    other.world.files.put("/home/dev/shop/scripts/go.sh", "#!/bin/sh\n", { mode: 0o644 });
    await other.trust();
    await expect(other.up()).rejects.toMatchObject({ fixes: ["chmod +x /home/dev/shop/scripts/go.sh"] });
    expect([world.detached, other.world.detached]).toEqual([[], []]);
  });
});
