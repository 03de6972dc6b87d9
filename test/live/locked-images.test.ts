import { expect, onTestFinished, test } from "vitest";
import { lockImages } from "../../src/flows/lock-images.ts";
import { pullImages } from "../../src/flows/pull-images.ts";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { LIMITS, liveContainers } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";
import { recordingWatch } from "../support/recording-watch.ts";
import { tempCheckout } from "../support/temp-checkout.ts";
import { tinyRegistry } from "../support/tiny-registry.ts";

needs(["engine", "engineHere"], "images of a repository at a real registry", () => {
  test("are fetched, locked by what was fetched, and fetched by that digest from then on", async () => {
    const image = `${await tinyRegistry(50_000)}/own:1`;
    const checkout = tempCheckout();
    onTestFinished(async () => {
      checkout.remove();
      await liveContainers.removeImage(image, LIMITS);
    });
    checkout.put(".devenvrc", `images: { redis: "${image}" }\n`);
    const world = { ...checkout.world(), containers: liveContainers };
    await grantTrust(world, (await showTrust(world)).hash);
    const tools = { world, watch: recordingWatch().watch, signal: new AbortController().signal };
    const request = { overrides: { mode: "sandbox", with: ["redis"] }, version: "1.0.0" };

    const lock = await lockImages(tools, { ...request, pull: true, check: false });
    const digest = lock.images[image] ?? "";
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await liveContainers.image(image, LIMITS)).toMatchObject({
      digests: [`${image.replace(":1", "")}@${digest}`],
    });

    await liveContainers.removeImage(image, LIMITS);
    const pulled = await pullImages(tools, { ...request, list: false, prepare: true });
    expect(pulled.images).toEqual([
      { image: `${image}@${digest}`, services: ["redis"], here: true, bytes: expect.any(Number), locked: digest },
    ]);
    onTestFinished(() => liveContainers.removeImage(`${image.replace(":1", "")}@${digest}`, LIMITS));
    const checked = await lockImages(tools, { ...request, pull: true, check: true });
    expect(checked).toMatchObject({ images: lock.images, written: false });
  });
});
