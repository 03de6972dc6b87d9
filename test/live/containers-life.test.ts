import { expect, test } from "vitest";
import type { EngineContainer } from "../../src/domain/containers.ts";
import { docker, LIMITS, liveContainers, ownName, shell, started } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";

const MEBIBYTE = 1024 ** 2;

/** Looks until the container is as expected; a container that never is fails by the test's own time. */
async function until(id: string, isSo: (seen: EngineContainer) => boolean): Promise<EngineContainer> {
  for (;;) {
    const seen = await liveContainers.look(id, LIMITS);
    if (seen === undefined) throw new Error(`${id} is gone`);
    if (isSo(seen)) return seen;
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

needs(["engine", "busyboxImage"], "containers of the real engine", () => {
  test("find the files that were put into them before they were started, as their owner alone", async () => {
    const name = ownName();
    const script = "ls -ln /run/secrets/db.env; stat -c %a /etc; cat /run/secrets/db.env /srv/deep/motd";
    const id = await liveContainers.create(name, shell(name, script, { User: "1000" }), LIMITS);
    const files = [
      { path: "/run/secrets/db.env", text: "PASSWORD='ünï'\n", uid: 1000, mode: 0o400 },
      { path: "/srv/deep/motd", text: "hello\n", uid: 0, mode: 0o444 },
    ];
    await liveContainers.put(id, files, LIMITS);
    await liveContainers.start(id, LIMITS);
    const seen = await until(id, ({ life }) => life === "exited");
    expect(seen).toMatchObject({ exitCode: 0 });
    const lines: string[] = [];
    await liveContainers.logs(id, { tail: "all", limits: LIMITS }, ({ text }) => lines.push(text));
    expect(lines[0]).toMatch(/^-r--------\s+1 1000\s+1000\s/);
    expect(lines.slice(1)).toEqual(["755", "PASSWORD='ünï'", "hello"]);
  });

  test("are told with their times, limits, ports, labels and the engine's own view of their health", async () => {
    const name = ownName();
    const begun = Date.now();
    const id = await started(name, "sleep 60", {
      Healthcheck: { Test: ["CMD", "true"], Interval: 1e9, StartInterval: 1e8, StartPeriod: 5e9 },
      ExposedPorts: { "80/tcp": {} },
      HostConfig: { Memory: 32 * MEBIBYTE, PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] } },
    });
    const seen = await until(id, ({ health }) => health === "healthy");
    const port = Number(docker("port", id, "80").split(":").at(-1));
    expect(seen).toMatchObject({ name, image: "busybox:1.35", life: "running", finishedAtMs: 0, restartCount: 0 });
    expect(seen).toMatchObject({ memoryLimit: 32 * MEBIBYTE, outOfMemory: false, error: "" });
    expect(seen.labels["avb.test"]).toBe(name);
    expect(seen.imageId).toBe((await liveContainers.image("busybox:1.35", LIMITS))?.id);
    expect([...seen.ports]).toEqual([[80, port]]);
    expect(Math.abs(seen.startedAtMs - begun)).toBeLessThan(30_000);
    const use = await liveContainers.use(id, LIMITS);
    expect(use?.memoryBytes).toBeLessThan(32 * MEBIBYTE);
    expect(use?.cpuNs).toBeGreaterThan(0);
  });

  test("that fail are counted for every time the engine started them anew", async () => {
    const HostConfig = { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 2 } };
    const id = await started(ownName(), "exit 7", { HostConfig });
    const seen = await until(id, ({ life, restartCount }) => life === "exited" && restartCount === 2);
    expect(seen).toMatchObject({ exitCode: 7, outOfMemory: false });
    expect(seen.finishedAtMs).toBeGreaterThanOrEqual(seen.startedAtMs);
  });

  test("that need more memory than they may have are seen to have ended for that", async () => {
    const HostConfig = { Memory: 16 * MEBIBYTE, MemorySwap: 16 * MEBIBYTE };
    const id = await started(ownName(), "tail /dev/zero", { HostConfig });
    expect(await until(id, ({ life }) => life === "exited")).toMatchObject({ exitCode: 137, outOfMemory: true });
  });

  test("can be ended while they are paused, or between two starts", async () => {
    const name = ownName();
    const paused = await started(name, "sleep 60");
    docker("pause", paused);
    expect((await liveContainers.look(paused, LIMITS))?.life).toBe("paused");
    await expect(liveContainers.exec(paused, ["true"], LIMITS)).rejects.toMatchObject({
      code: "CONTAINER_NOT_RUNNING",
    });
    await liveContainers.stop(paused, { ...LIMITS, graceS: 1 });
    const looping = await started(`${name}-loop`, "exit 1", { HostConfig: { RestartPolicy: { Name: "always" } } });
    await until(looping, ({ restartCount }) => restartCount > 0);
    await liveContainers.stop(looping, LIMITS);
    for (const id of [paused, looping]) expect((await liveContainers.look(id, LIMITS))?.life).toBe("exited");
  });

  test("take their anonymous volumes with them, and leave named ones", async () => {
    const name = ownName();
    await liveContainers.makeVolume({ name, labels: { "avb.test": name } }, LIMITS);
    const HostConfig = { Binds: [`${name}:/kept`] };
    const id = await started(name, "sleep 60", { Volumes: { "/anonymous": {} }, HostConfig });
    const [anonymous = ""] = docker("inspect", "-f", "{{range .Mounts}}{{.Name}} {{end}}", id)
      .split(" ")
      .filter((volume) => volume !== name);
    expect(docker("volume", "ls", "-q")).toContain(anonymous);
    await liveContainers.remove(id, LIMITS);
    expect(docker("volume", "ls", "-q")).not.toContain(anonymous);
    expect(await liveContainers.volumes([`avb.test=${name}`], LIMITS)).toMatchObject([{ name }]);
  });
});
