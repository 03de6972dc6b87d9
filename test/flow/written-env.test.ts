import { appendFile, link, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import dotenv from "dotenv";
import { describe, expect, it } from "vitest";
import type { EnvWishes } from "../../src/domain/env-wishes.ts";
import type { Stack } from "../../src/domain/stack.ts";
import type { World } from "../../src/domain/world.ts";
import { type EnvWriteRequest, writeEnv } from "../../src/flows/env-write.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { refreshWrittenEnv, staleWrittenEnv } from "../../src/flows/written-env.ts";
import { envCheckout } from "../support/env-checkout.ts";

const wishes: EnvWishes = { view: "host", services: [], renames: [] };
const write = (world: World, path: string, more: Partial<EnvWriteRequest> = {}) =>
  writeEnv(world, { overrides: {}, wishes, path, force: false, ...more });

async function stacks(
  world: World,
): Promise<{ now: Stack; moved: Stack; checkout: Awaited<ReturnType<typeof openCheckout>> }> {
  const checkout = await openCheckout(world);
  const now = await resolveStack(world, checkout);
  return { checkout, now, moved: { ...now, ports: new Map(now.ports).set("keycloak.http", 65056) } };
}

describe("env --write", () => {
  it("writes secrets that a reader gets, for nobody but the owner", async () => {
    await using place = await envCheckout();
    const written = await write(place.world, ".env");
    const values = dotenv.parse(await readFile(join(place.root, ".env")));
    expect(values.KEYCLOAK_CLIENT_SECRET).toMatch(/^[\w-]{32}$/);
    expect(values.KEYCLOAK_URL).toBe("http://localhost:8080");
    expect((await stat(written.path)).mode & 0o777).toBe(0o600);
    expect(written).toMatchObject({ path: join(place.root, ".env"), format: "dotenv", git: "no repository" });
  });

  it("goes by the file's name for the format", async () => {
    await using place = await envCheckout();
    await write(place.world, "env.json");
    expect(JSON.parse(await readFile(join(place.root, "env.json"), "utf8"))).toHaveProperty("KEYCLOAK_CLIENT_SECRET");
  });

  it("refuses a symlink, a hard link and a folder, and leaves the victim alone", async () => {
    await using place = await envCheckout();
    const victim = join(place.root, "victim");
    await writeFile(victim, "mine");
    await symlink(victim, join(place.root, "a"));
    await link(victim, join(place.root, "b"));
    await symlink(join(place.root, "nothing"), join(place.root, "c"));
    await mkdir(join(place.root, "d"));
    for (const name of ["a", "b", "c", "d"])
      await expect(write(place.world, name, { force: true })).rejects.toMatchObject({ code: "ENV_FILE_LINK" });
    expect(await readFile(victim, "utf8")).toBe("mine");
  });

  it("refuses a folder that is not there", async () => {
    await using place = await envCheckout();
    await expect(write(place.world, "no/where/.env")).rejects.toMatchObject({ code: "ENV_FOLDER_MISSING" });
  });

  it("does not replace what somebody else wrote, unless told to", async () => {
    await using place = await envCheckout();
    const path = join(place.root, ".env");
    await writeFile(path, "MINE=1\n");
    await expect(write(place.world, ".env")).rejects.toMatchObject({ code: "ENV_FILE_FOREIGN", exitCode: 3 });
    expect(await readFile(path, "utf8")).toBe("MINE=1\n");
    await write(place.world, ".env", { force: true });
    await write(place.world, ".env");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe("written files", () => {
  it("are refreshed after the ports moved, and then they are current", async () => {
    await using place = await envCheckout();
    const { path } = await write(place.world, ".env");
    const { checkout, now, moved } = await stacks(place.world);
    expect(await staleWrittenEnv(place.world, checkout, now)).toEqual([{ path, state: "current" }]);
    expect(await refreshWrittenEnv(place.world, checkout, now)).toEqual([{ path, state: "current" }]);
    expect(await staleWrittenEnv(place.world, checkout, moved)).toEqual([{ path, state: "stale" }]);
    expect(await refreshWrittenEnv(place.world, checkout, moved)).toEqual([{ path, state: "refreshed" }]);
    expect(dotenv.parse(await readFile(path)).KEYCLOAK_URL).toBe("http://localhost:65056");
    expect(await refreshWrittenEnv(place.world, checkout, moved)).toEqual([{ path, state: "current" }]);
  });

  it("keep the profile, the names and the format they were written with", async () => {
    await using place = await envCheckout();
    const renamed: EnvWishes = { ...wishes, profile: "portal", renames: ["VITE_KEYCLOAK_URL=VITE_AUTH"] };
    const { path } = await write(place.world, "portal.env.sh", { wishes: renamed });
    const { checkout, moved } = await stacks(place.world);
    await refreshWrittenEnv(place.world, checkout, moved);
    expect(await readFile(path, "utf8")).toContain("export VITE_AUTH='http://localhost:65056'\n");
  });

  it("are left alone once somebody edited, replaced or removed them", async () => {
    await using place = await envCheckout();
    const edited = (await write(place.world, "a.env")).path;
    const gone = (await write(place.world, "b.env")).path;
    await appendFile(edited, "MINE=1\n");
    await place.world.files.remove(gone);
    const { checkout, moved } = await stacks(place.world);
    expect(await refreshWrittenEnv(place.world, checkout, moved)).toEqual([
      { path: edited, state: "edited" },
      { path: gone, state: "missing" },
    ]);
    expect(await readFile(edited, "utf8")).toContain("MINE=1");
    await symlink(edited, gone);
    expect((await refreshWrittenEnv(place.world, checkout, moved))[1]).toEqual({ path: gone, state: "edited" });
  });

  it("for production do not follow what runs here", async () => {
    await using place = await envCheckout();
    const { path, platform } = await write(place.world, ".env", { overrides: { mode: "production" } });
    expect(platform).toContain("KEYCLOAK_URL");
    const { checkout, now } = await stacks(place.world);
    expect(await refreshWrittenEnv(place.world, checkout, now)).toEqual([{ path, state: "kept" }]);
  });

  it("are all remembered when many are written at once", async () => {
    await using place = await envCheckout();
    await Promise.all(Array.from({ length: 12 }, (_, index) => write(place.world, `${index}.env`)));
    const { checkout, now } = await stacks(place.world);
    const states = await staleWrittenEnv(place.world, checkout, now);
    expect(states.map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => "current"));
  });

  it("survive a record that a crash cut short", async () => {
    await using place = await envCheckout();
    const { path } = await write(place.world, ".env");
    const { checkout, now } = await stacks(place.world);
    await appendFile(checkout.state.writtenEnv, '{"path":"/x');
    expect(await staleWrittenEnv(place.world, checkout, now)).toEqual([{ path, state: "current" }]);
  });
});
