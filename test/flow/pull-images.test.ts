import { describe, expect, test } from "vitest";
import { pullImages } from "../../src/flows/pull-images.ts";
import { lockWorld } from "../support/lock-world.ts";

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
