import { expect, test } from "vitest";
import type { Containers, CreateRequest } from "../../src/domain/containers.ts";

/** An engine to hold to its word, and what a test may call its things. */
export interface Tried {
  readonly containers: Containers;
  /** A name that nobody else has, for everything this test makes. */
  readonly name: string;
  /** A request for a container that runs on until it is told to end. */
  readonly request: CreateRequest;
}

const LIMITS = { timeoutMs: 20_000 };

/** What flows rely on whatever engine there is: the real one and the one of their tests are held to the same. */
export function containerObligations(make: () => Promise<Tried>): void {
  test("a name can be had once", async () => {
    const { containers, name, request } = await make();
    const id = await containers.create(name, request, LIMITS);
    expect(await containers.look(id, LIMITS)).toMatchObject({ id, name, life: "created", startedAtMs: 0 });
    await expect(containers.create(name, request, LIMITS)).rejects.toMatchObject({
      code: "CONTAINER_NAME_TAKEN",
      facts: { name },
    });
  });

  test("an image that is not there makes no container", async () => {
    const { containers, name, request } = await make();
    const image = "avb-no-such-image:1";
    await expect(containers.create(name, { ...request, Image: image }, LIMITS)).rejects.toMatchObject({
      code: "IMAGE_ABSENT",
      facts: { image },
    });
    expect(await containers.image(image, LIMITS)).toBeUndefined();
  });

  test("starting, stopping and removing twice is as good as once", async () => {
    const { containers, name, request } = await make();
    const id = await containers.create(name, request, LIMITS);
    await containers.start(id, LIMITS);
    await containers.start(id, LIMITS);
    expect(await containers.look(id, LIMITS)).toMatchObject({ life: "running", restartCount: 0 });
    expect(await containers.use(id, LIMITS)).toMatchObject({ id });
    await containers.stop(id, { ...LIMITS, graceS: 0 });
    await containers.stop(id, LIMITS);
    expect((await containers.look(id, LIMITS))?.life).toBe("exited");
    expect(await containers.use(id, LIMITS)).toBeUndefined();
    await Promise.all([containers.remove(id, LIMITS), containers.remove(id, LIMITS)]);
    await containers.remove(id, LIMITS);
    await containers.stop(id, LIMITS);
    expect(await containers.look(id, LIMITS)).toBeUndefined();
    expect(await containers.use(id, LIMITS)).toBeUndefined();
  });

  test("nothing can be run in a container that does not run, or put into one that is gone", async () => {
    const { containers, name, request } = await make();
    const id = await containers.create(name, request, LIMITS);
    await expect(containers.exec(id, ["true"], LIMITS)).rejects.toMatchObject({ code: "CONTAINER_NOT_RUNNING" });
    await containers.remove(id, LIMITS);
    const file = { path: "/a", text: "", uid: 0, mode: 0o400 };
    const gone = { code: "CONTAINER_GONE", exitCode: 8 };
    await expect(containers.put(id, [file], LIMITS)).rejects.toMatchObject(gone);
    await expect(containers.exec(id, ["true"], LIMITS)).rejects.toMatchObject(gone);
    await expect(containers.start(id, LIMITS)).rejects.toMatchObject(gone);
    await expect(containers.logs(id, { tail: 1, limits: LIMITS }, () => {})).rejects.toMatchObject(gone);
  });

  test("a list has what carries every label, by name", async () => {
    const { containers, name, request } = await make();
    const labelled = (more: Readonly<Record<string, string>>) => ({
      ...request,
      Labels: { "avb.test": name, ...more },
    });
    await containers.create(`${name}-b`, labelled({ "avb.part": "one" }), LIMITS);
    await containers.create(`${name}-a`, labelled({ "avb.part": "one" }), LIMITS);
    await containers.create(`${name}-c`, labelled({ "avb.part": "two" }), LIMITS);
    const names = async (labels: readonly string[]) =>
      (await containers.list(labels, LIMITS)).map((one) => one.name.replace(name, ""));
    expect(await names([`avb.test=${name}`])).toEqual(["-a", "-b", "-c"]);
    expect(await names([`avb.test=${name}`, "avb.part=one"])).toEqual(["-a", "-b"]);
    expect(await names([`avb.test=${name}`, "avb.part"])).toEqual(["-a", "-b", "-c"]);
    expect(await names([`avb.test=${name}-other`])).toEqual([]);
  });

  test("a network of somebody else's is left alone, and one in use is not removed", async () => {
    const { containers, name, request } = await make();
    const ours = { name, labels: { "avb.test": name }, attachable: true };
    await containers.makeNetwork(ours, LIMITS);
    await containers.makeNetwork(ours, LIMITS);
    await expect(containers.makeNetwork({ ...ours, labels: { "avb.test": "other" } }, LIMITS)).rejects.toMatchObject({
      code: "NETWORK_FOREIGN",
      exitCode: 3,
    });
    expect(await containers.networks([`avb.test=${name}`], LIMITS)).toMatchObject([{ name }]);
    const id = await containers.create(name, { ...request, HostConfig: { NetworkMode: name } }, LIMITS);
    await containers.start(id, LIMITS);
    await expect(containers.removeNetwork(name, LIMITS)).rejects.toMatchObject({
      code: "NETWORK_IN_USE",
      exitCode: 13,
      facts: { container: name },
    });
    await containers.remove(id, LIMITS);
    await containers.removeNetwork(name, LIMITS);
    await containers.removeNetwork(name, LIMITS);
    expect(await containers.networks([`avb.test=${name}`], LIMITS)).toEqual([]);
  });

  test("a volume of somebody else's is left alone, and one in use is not removed", async () => {
    const { containers, name, request } = await make();
    const ours = { name, labels: { "avb.test": name } };
    await containers.makeVolume(ours, LIMITS);
    await containers.makeVolume(ours, LIMITS);
    await expect(containers.makeVolume({ ...ours, labels: { "avb.test": "other" } }, LIMITS)).rejects.toMatchObject({
      code: "VOLUME_FOREIGN",
      exitCode: 3,
    });
    expect(await containers.volumes([`avb.test=${name}`], LIMITS)).toEqual([ours]);
    const id = await containers.create(name, { ...request, HostConfig: { Binds: [`${name}:/data`] } }, LIMITS);
    await expect(containers.removeVolume(name, LIMITS)).rejects.toMatchObject({
      code: "VOLUME_IN_USE",
      facts: { containers: name },
    });
    await containers.remove(id, LIMITS);
    await containers.removeVolume(name, LIMITS);
    await containers.removeVolume(name, LIMITS);
    expect(await containers.volumes([`avb.test=${name}`], LIMITS)).toEqual([]);
  });
}
