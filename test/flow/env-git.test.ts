import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { World } from "../../src/domain/world.ts";
import { writeEnv } from "../../src/flows/env-write.ts";
import { envCheckout } from "../support/env-checkout.ts";

const run = promisify(execFile);
const git = (cwd: string, ...args: string[]) => run("git", args, { cwd });
const write = (world: World, path: string, more: { force?: boolean } = {}) =>
  writeEnv(world, { overrides: {}, wishes: { view: "host", services: [], renames: [] }, path, force: false, ...more });

describe("env --write in a git repository", () => {
  it("adds the file to .gitignore once, so that git does not see it", async () => {
    await using place = await envCheckout();
    await git(place.root, "init", "-q");
    await writeFile(join(place.root, ".gitignore"), "node_modules");
    await mkdir(join(place.root, "back [end]"));
    expect(await write(place.world, "back [end]/.env")).toMatchObject({ git: "added to .gitignore" });
    expect(await write(place.world, "back [end]/.env")).toMatchObject({ git: "already ignored" });
    expect(await readFile(join(place.root, ".gitignore"), "utf8")).toBe("node_modules\n/back \\[end\\]/.env\n");
    expect((await git(place.root, "status", "--porcelain", "-uall")).stdout).toBe("?? .gitignore\n");
  });

  it("refuses a file that git tracks, and one that a rule further down lets in", async () => {
    await using place = await envCheckout();
    await git(place.root, "init", "-q");
    await writeFile(join(place.root, ".env"), "");
    await git(place.root, "add", ".env");
    await expect(write(place.world, ".env", { force: true })).rejects.toMatchObject({ code: "ENV_FILE_TRACKED" });
    await mkdir(join(place.root, "sub"));
    await writeFile(join(place.root, "sub", ".gitignore"), "!.env\n");
    await expect(write(place.world, "sub/.env")).rejects.toMatchObject({ code: "ENV_FILE_NOT_IGNORED" });
    expect(await place.world.files.facts(join(place.root, "sub", ".env"))).toBeUndefined();
  });

  it("does not write through a .gitignore that is a link", async () => {
    await using place = await envCheckout();
    await git(place.root, "init", "-q");
    const victim = join(place.root, "..", "victim");
    await writeFile(victim, "mine\n");
    await symlink(victim, join(place.root, ".gitignore"));
    await expect(write(place.world, ".env")).rejects.toMatchObject({ code: "ENV_FILE_NOT_IGNORED" });
    expect(await readFile(victim, "utf8")).toBe("mine\n");
  });

  it("refuses to write into a repository when there is no git to ask", async () => {
    await using place = await envCheckout({ host: { env: { PATH: "/nowhere" } } });
    await mkdir(join(place.root, ".git"));
    await expect(write(place.world, ".env")).rejects.toMatchObject({ code: "ENV_FILE_NOT_IGNORED" });
  });

  it("writes where there is neither git nor a repository", async () => {
    await using place = await envCheckout({ host: { env: { PATH: "/nowhere" } } });
    expect(await write(place.world, ".env")).toMatchObject({ git: "no repository" });
  });
});
