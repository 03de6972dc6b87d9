import { describe, expect, test } from "vitest";
import { planClean } from "../../src/flows/clean.ts";
import { liveWorld } from "../support/live-world.ts";

const LIMITS = { timeoutMs: 1000 };
const OTHER = { "avb.checkout": "api-00000000", "avb.slot": "3", "avb.root": "/home/dev/api", "avb.mode": "live" };

/** Another checkout, whose folder is there. */
async function oneCheckout() {
  const outside = liveWorld();
  await outside.upWith("redis");
  outside.world.files.put("/home/dev/api/.git", "");
  return outside;
}

describe("clean of images", () => {
  test("takes images that a newer one has replaced, unless something is made from them, and no newest one", async () => {
    const { world, engine } = await oneCheckout();
    const derived = async (tag: string, container: string, base: string) => {
      const labels = { "avb.prepared": container, "avb.image": base };
      await world.containers.build({ tag, labels, dockerfile: `FROM ${base}` }, LIMITS, () => {});
    };
    await derived("avb-prepared-keycloak:26.7.4-old", "keycloak", "keycloak:26.7.4");
    await derived("avb-prepared-keycloak:26.7.4-used", "keycloak", "keycloak:26.7.4");
    await derived("avb-prepared-keycloak:26.7.3-only", "keycloak", "keycloak:26.7.3");
    await derived("avb-prepared-keycloak:26.7.4-new", "keycloak", "keycloak:26.7.4");
    const labels = { ...OTHER, "avb.service": "keycloak" };
    await world.containers.create("user", { Image: "avb-prepared-keycloak:26.7.4-used", Labels: labels }, LIMITS);
    const { plan } = await planClean(world, { images: false });
    expect(plan.steps.map(({ id, because }) => [id, because])).toEqual([
      [
        "image-avb-prepared-keycloak:26.7.4-old",
        "avb-prepared-keycloak:26.7.4-new has taken its place, and nothing is made from it",
      ],
      ["complete", "a part may be in use"],
    ]);
    expect(engine.images.has("avb-prepared-keycloak:26.7.4-old")).toBe(true);
    const all = await planClean(world, { images: true });
    expect(all.plan.steps.map(({ id }) => id)).toEqual([
      "image-avb-prepared-keycloak:26.7.4-old",
      "image-avb-prepared-keycloak:26.7.3-only",
      "image-avb-prepared-keycloak:26.7.4-new",
      "complete",
    ]);
  });

  test("--images takes images that avb has built and nothing is made from", async () => {
    const { world, engine } = await oneCheckout();
    await world.containers.build(
      { tag: "avb-prepared-redis:8.0", dockerfile: "FROM redis:8.0", labels: { "avb.prepared": "redis" } },
      LIMITS,
      () => {},
    );
    engine.have("busybox:1.35");
    const { plan } = await planClean(world, { images: true });
    expect(plan.steps.map(({ id }) => id)).toEqual(["image-avb-prepared-redis:8.0", "complete"]);
  });
});
