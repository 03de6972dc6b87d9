import { describe, expect, test } from "vitest";
import { lockImages } from "../../src/flows/lock-images.ts";
import { pullImages } from "../../src/flows/pull-images.ts";
import { render } from "../../src/flows/render.ts";
import { imageOf } from "../support/fake-engine-places.ts";
import { liveWorld } from "../support/live-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const FILE = "/home/dev/shop/.devenv.lock.json";
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A checkout whose Redis comes from a registry and whose Postgres was built on this machine. */
function lockWorld() {
  const live = liveWorld();
  const known = {
    ...imageOf("redis:8.0"),
    digests: [`mirror.example/library/redis@${digest("f")}`, `redis@${digest("a")}`],
  };
  live.engine.images.set("redis:8.0", known);
  live.engine.images.set(`redis:8.0@${digest("a")}`, known);
  const overrides = { mode: "sandbox", with: ["redis", "postgres"] };
  const request = { overrides, version: "1.0.0", pull: true, check: false };
  return {
    ...live,
    lock: (more: Partial<typeof request> = {}) => lockImages(live.tools, { ...request, ...more }),
    /** What the repository's lock is, however it came there. */
    locked: (images: Readonly<Record<string, string>>) =>
      live.world.files.put(FILE, JSON.stringify({ version: 1, images })),
  };
}

describe("a lock of images", () => {
  test("has the digest by which the image's own repository knows it, and none of an image that was built here", async () => {
    const { lock, world } = lockWorld();
    expect(await lock()).toMatchObject({
      images: { "redis:8.0": digest("a") },
      builtHere: ["postgres:17"],
      written: true,
    });
    expect(await world.files.read(FILE)).toBe(
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
    expect(await world.files.read(FILE)).toBeUndefined();
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
    expect(await world.files.read(FILE)).toBeUndefined();
  });

  test.each([
    ["[]", ".devenv.lock.json:1:1", "version"],
    ['{ "version": 2, "images": {} }', ".devenv.lock.json:1:14", "version"],
    ['{ "version": 1, "images": [] }', ".devenv.lock.json:1:27", "images"],
    ['{ "version": 1,\n "images": { "redis:8.0": "sha256:12" } }', ".devenv.lock.json:2:27", "redis:8.0"],
  ])("that holds %s is refused with its place", async (text, place, keyPath) => {
    const { upWith, world, engine } = lockWorld();
    world.files.put(FILE, text);
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

describe("a pull", () => {
  const request = {
    overrides: { mode: "sandbox", with: ["redis", "keycloak", "postgres"] },
    version: "1",
    prepare: true,
  };

  test("lists what is here and what is missing, and fetches nothing when only asked to", async () => {
    const { tools, engine } = lockWorld();
    const { images, done } = await pullImages(tools, { ...request, list: true });
    expect(images.map(({ image, here, prepared }) => [image, here, prepared])).toEqual([
      ["postgres:17", true, undefined],
      ["redis:8.0", true, undefined],
      ["quay.io/keycloak/keycloak:26.7.4", false, false],
    ]);
    expect([done, engine.writes]).toEqual([[], []]);
  });

  test("fetches and prepares what is missing, after which nothing is", async () => {
    const { tools, engine } = lockWorld();
    engine.registry.add("quay.io/keycloak/keycloak:26.7.4");
    const { images, done } = await pullImages(tools, { ...request, list: false });
    expect(done).toEqual([
      "quay.io/keycloak/keycloak:26.7.4",
      expect.stringMatching(/^avb-prepared-keycloak:26\.7\.4-/),
    ]);
    expect(images.every(({ here, prepared }) => here && prepared !== false)).toBe(true);
    expect(await pullImages(tools, { ...request, list: false })).toMatchObject({ done: [] });
  });

  test("of a stack without containers says which one has some", async () => {
    const { tools } = lockWorld();
    const seen = await pullImages(tools, { overrides: { mode: "sandbox" }, version: "1", prepare: true, list: false });
    expect(seen).toMatchObject({ images: [], note: expect.stringContaining("avb dev pull --mode live") });
  });
});
