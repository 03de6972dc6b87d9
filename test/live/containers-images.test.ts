import { expect, onTestFinished, test } from "vitest";
import type { PullProgress } from "../../src/domain/pull-progress.ts";
import { BUSYBOX, docker, LIMITS, liveContainers, ownName } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";
import { registryThat, tinyRegistry } from "../support/tiny-registry.ts";

const LAYER_BYTES = 3_000_000;

/** Removes an image by its own reference when the test has ended. */
const removedLater = (reference: string) => onTestFinished(() => liveContainers.removeImage(reference, LIMITS));

needs(["engine", "busyboxImage"], "images of the real engine", () => {
  test("are built from a Dockerfile alone, found by their labels, and removed once", async () => {
    const name = ownName();
    const what = {
      ...{ tag: `${name}:1`, labels: { "avb.test": name } },
      dockerfile: `FROM ${BUSYBOX}\nRUN echo made > /made && ! wget -q -T 1 http://127.0.0.1\nCMD ["cat", "/made"]\n`,
    };
    removedLater(what.tag);
    const lines: string[] = [];
    await liveContainers.build(what, LIMITS, (line) => lines.push(line));
    expect(lines[0]).toContain(`FROM ${BUSYBOX}`);
    expect(docker("run", "--rm", "--name", name, what.tag)).toBe("made");
    const built = await liveContainers.image(what.tag, LIMITS);
    expect(built).toMatchObject({ labels: { "avb.test": name }, digests: [] });
    expect(built?.bytes).toBeGreaterThan(1_000_000);
    expect(await liveContainers.images([`avb.test=${name}`], LIMITS)).toEqual([
      { ...built, tags: [what.tag], madeAtMs: expect.any(Number) },
    ]);
    const [{ madeAtMs } = { madeAtMs: 0 }] = await liveContainers.images([`avb.test=${name}`], LIMITS);
    expect(Math.abs(Date.now() - madeAtMs)).toBeLessThan(60_000);
    await liveContainers.removeImage(what.tag, LIMITS);
    await liveContainers.removeImage(what.tag, LIMITS);
    expect(await liveContainers.image(what.tag, LIMITS)).toBeUndefined();
  });

  test("that cannot be built say what the builder said last, and leave no container", async () => {
    const name = ownName();
    const dockerfile = `FROM ${BUSYBOX}\nRUN echo the reason && exit 7\n`;
    const built = liveContainers.build(
      { tag: `${name}:1`, dockerfile, labels: { "avb.test": name } },
      LIMITS,
      () => {},
    );
    await expect(built).rejects.toMatchObject({
      code: "IMAGE_BUILD_FAILED",
      exitCode: 6,
      message: expect.stringContaining("non-zero code: 7"),
      detail: expect.stringContaining("the reason"),
    });
    const wrong = liveContainers.build({ tag: `${name}:1`, dockerfile: "FRUM x\n", labels: {} }, LIMITS, () => {});
    await expect(wrong).rejects.toMatchObject({ code: "IMAGE_BUILD_FAILED", message: expect.stringContaining("FRUM") });
    expect(docker("ps", "--all", "--quiet", "--filter", `label=avb.test=${name}`)).toBe("");
  });

  test("that a container is made from are not removed", async () => {
    const name = ownName();
    const tag = `${name}:1`;
    const dockerfile = `FROM ${BUSYBOX}\nENV OWN=${name}\n`;
    await liveContainers.build({ tag, dockerfile, labels: {} }, LIMITS, () => {});
    const id = await liveContainers.create(name, { Image: tag }, LIMITS);
    const removed = liveContainers.removeImage(tag, LIMITS);
    await expect(removed).rejects.toMatchObject({ code: "IMAGE_IN_USE", exitCode: 13, facts: { image: tag } });
    await liveContainers.remove(id, LIMITS);
    await liveContainers.removeImage(tag, LIMITS);
    expect(await liveContainers.image(tag, LIMITS)).toBeUndefined();
    expect(await liveContainers.image(BUSYBOX, LIMITS)).toBeDefined();
  });
});

needs(["engine", "engineHere"], "pulls of the real engine", () => {
  test("tell how far they are, and leave the image with its digest", async () => {
    const registry = await tinyRegistry(LAYER_BYTES);
    const reference = `${registry}/own:1`;
    removedLater(reference);
    const told: PullProgress[] = [];
    await liveContainers.pull(reference, LIMITS, (progress) => told.push(progress));
    const last = told.at(-1);
    expect(last).toMatchObject({ layers: 1 });
    expect(last?.bytes).toBe(last?.of);
    expect(last?.of).toBeGreaterThanOrEqual(LAYER_BYTES);
    const image = await liveContainers.image(reference, LIMITS);
    expect(image).toMatchObject({ labels: { "avb.test": "pulled" } });
    expect(image?.digests).toEqual([expect.stringMatching(new RegExp(`^${registry}/own@sha256:[0-9a-f]{64}$`))]);
  });

  test("of what the registry does not have say so", async () => {
    const registry = await tinyRegistry(2);
    const pulled = liveContainers.pull(`${registry}/own:2`, LIMITS, () => {});
    await expect(pulled).rejects.toMatchObject({ code: "IMAGE_UNKNOWN", exitCode: 5, facts: { registry } });
  });

  test("from a registry that is not there, that refuses and that is silent say so", async () => {
    const gone = liveContainers.pull("127.0.0.1:1/own:1", LIMITS, () => {});
    await expect(gone).rejects.toMatchObject({
      code: "IMAGE_UNREACHABLE",
      message: expect.stringContaining("refused"),
    });
    const busy = await registryThat((_request, response) => void response.writeHead(429).end());
    const refused = liveContainers.pull(`${busy}/own:1`, LIMITS, () => {});
    await expect(refused).rejects.toMatchObject({ code: "IMAGE_UNREACHABLE", facts: { registry: busy } });
    const silent = await registryThat(() => {});
    const begun = performance.now();
    const waited = liveContainers.pull(`${silent}/own:1`, { timeoutMs: 500 }, () => {});
    await expect(waited).rejects.toMatchObject({
      code: "IMAGE_UNREACHABLE",
      facts: { why: "nothing was heard for 500 ms" },
    });
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
