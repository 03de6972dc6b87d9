import { describe, expect, test } from "vitest";
import { findRoot } from "../../src/flows/find-root.ts";
import { fakeWorld } from "../support/fake-world.ts";

const HERE = "/home/dev/shop/backend/src";

function world(marks: readonly string[], host: Parameters<typeof fakeWorld>[0] = {}) {
  const made = fakeWorld({ cwd: HERE, ...host });
  for (const mark of marks) made.files.put(mark, "");
  return made;
}

describe("the repository's root", () => {
  test("is the nearest folder upwards with .devenvrc or .git, be it a folder or a worktree's file", async () => {
    expect(await findRoot(world(["/home/dev/shop/.git/HEAD"]))).toBe("/home/dev/shop");
    expect(await findRoot(world(["/home/dev/shop/.git"]))).toBe("/home/dev/shop");
    expect(await findRoot(world(["/home/dev/shop/.git", "/home/dev/shop/backend/.devenvrc"]))).toBe(
      "/home/dev/shop/backend",
    );
  });

  test("is the current folder where there is neither", async () => {
    expect(await findRoot(world([]))).toBe(HERE);
  });

  test("is not looked for beyond a folder of another user: a planted .devenvrc is not found", async () => {
    const planted = world(["/home/dev/.devenvrc"]);
    const shop = planted.files.entries.get("/home/dev/shop");
    if (shop !== undefined) shop.uid = 666;
    expect(await findRoot(planted)).toBe(HERE);
  });

  test("is not looked for above another user's folder that one stands in", async () => {
    const foreign = world(["/home/dev/shop/.devenvrc"], { uid: 4242 });
    expect(await findRoot(foreign)).toBe(HERE);
  });

  test("is found by the superuser of a container in folders that all belong to one other user", async () => {
    expect(await findRoot(world(["/home/dev/shop/.git/HEAD"], { uid: 0 }))).toBe("/home/dev/shop");
  });

  test("is not looked for beyond a mount boundary", async () => {
    const mounted = world(["/home/dev/shop/.devenvrc"]);
    for (const [path, entry] of mounted.files.entries) if (path.startsWith("/home/dev/shop/backend")) entry.device = 7;
    expect(await findRoot(mounted)).toBe(HERE);
  });

  test("owners do not matter where the system has none", async () => {
    expect(await findRoot(world(["/home/dev/shop/.git/HEAD"], { uid: -1 }))).toBe("/home/dev/shop");
  });
});
