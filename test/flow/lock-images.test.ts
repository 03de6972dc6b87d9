import { describe, expect, test } from "vitest";
import { render } from "../../src/flows/render.ts";
import { imageOf } from "../support/fake-engine-places.ts";
import { digest, LOCK_FILE, lockWorld } from "../support/lock-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

describe("a lock of images", () => {
  test("has the digest by which the image's own repository knows it, and none of an image that was built here", async () => {
    const { lock, world } = lockWorld();
    expect(await lock()).toMatchObject({
      images: { "redis:8.0": digest("a") },
      builtHere: ["postgres:17"],
      written: true,
    });
    expect(await world.files.read(LOCK_FILE)).toBe(
      `{\n  "version": 1,\n  "images": {\n    "redis:8.0": "${digest("a")}"\n  }\n}\n`,
    );
    expect(await lock()).toMatchObject({ written: false });
  });

  test("keeps what it says of other stacks, and drops names that nothing uses any more", async () => {
    const { lock, locked } = lockWorld();
    locked({ "hashicorp/vault:1.21.2": digest("b"), "redis:7.0": digest("c"), "postgres:17": digest("d") });
    expect((await lock()).images).toEqual({ "hashicorp/vault:1.21.2": digest("b"), "redis:8.0": digest("a") });
  });

  test("fetches what is missing, or says so with --no-pull", async () => {
    const { lock, engine } = lockWorld();
    engine.images.delete("redis:8.0");
    await expect(lock({ pull: false })).rejects.toMatchObject({ code: "IMAGE_NOT_PULLED" });
    engine.registry.add("redis:8.0");
    await lock();
    expect(engine.writes).toContain("pull redis:8.0");
  });

  test("is compared without being changed, and the first image that differs is named", async () => {
    const { lock, locked, world, engine } = lockWorld();
    const why = async () =>
      (await errorsOf(() => lock({ check: true }))).map(({ exitCode, facts }) => [exitCode, facts.why]);
    expect(await why()).toEqual([[14, "redis:8.0 is not in it"]]);
    expect(await world.files.read(LOCK_FILE)).toBeUndefined();
    locked({ "redis:8.0": digest("b") });
    expect(await why()).toEqual([[14, `redis:8.0 is ${digest("a")} here`]]);
    locked({ "redis:8.0": digest("a"), "redis:7.0": digest("a") });
    expect(await why()).toEqual([[14, "redis:7.0 is not to be locked"]]);
    locked({ "redis:8.0": digest("a") });
    expect(await why()).toEqual([]);
    engine.images.delete("redis:8.0");
    expect(await why()).toEqual([]);
  });

  test("that locks nothing is not written", async () => {
    const { lock, world } = lockWorld();
    expect(await lock({ overrides: { mode: "sandbox", with: ["postgres"] } })).toMatchObject({ written: false });
    expect(await world.files.read(LOCK_FILE)).toBeUndefined();
  });

  test.each([
    ["[]", ".devenv.lock.json:1:1", "version"],
    ['{ "version": 2, "images": {} }', ".devenv.lock.json:1:14", "version"],
    ['{ "version": 1, "images": [] }', ".devenv.lock.json:1:27", "images"],
    ['{ "version": 1,\n "images": { "redis:8.0": "sha256:12" } }', ".devenv.lock.json:2:27", "redis:8.0"],
  ])("that holds %s is refused with its place", async (text, place, keyPath) => {
    const { upWith, world, engine } = lockWorld();
    world.files.put(LOCK_FILE, text);
    const [error, ...others] = await errorsOf(() => upWith("redis"));
    expect([error?.code, error?.exitCode, others]).toEqual(["IMAGE_LOCK_INVALID", 3, []]);
    expect(`${error?.place?.file}:${error?.place?.line}:${error?.place?.column}`).toBe(place);
    expect(error?.place?.keyPath).toContain(keyPath);
    expect(engine.writes).toEqual([]);
  });
});

describe("a locked image", () => {
  test("is what up makes containers from, and what render prints", async () => {
    const { upWith, locked, named, world } = lockWorld();
    locked({ "redis:8.0": digest("a") });
    await upWith("redis");
    expect(named("redis")?.request.Image).toBe(`redis:8.0@${digest("a")}`);
    expect((await upWith("redis")).plan).toEqual([]);
    const overrides = { mode: "sandbox", with: ["redis"] };
    const { documents } = await render(world, { overrides, services: [], profiles: false, version: "1" });
    expect(documents[0]?.text).toContain(`image: redis:8.0@${digest("a")}`);
  });

  test("takes effect on a container that was made before it was locked", async () => {
    const { upWith, locked } = lockWorld();
    await upWith("redis");
    locked({ "redis:8.0": digest("a") });
    const { plan } = await upWith("redis");
    expect(plan.map(({ id }) => id)).toContain("create-redis");
  });

  test("that was built on this machine is taken by its name, which is told", async () => {
    const { upWith, locked, named, engine, lines } = lockWorld();
    engine.images.set(`postgres:17@${digest("b")}`, imageOf("postgres:17"));
    locked({ "postgres:17": digest("b") });
    await upWith("postgres");
    expect(named("postgres")?.request.Image).toBe("postgres:17");
    expect(lines).toContainEqual(expect.stringContaining("postgres:17 was built on this machine and has no digest"));
    expect((await upWith("postgres")).plan).toEqual([]);
  });
});
