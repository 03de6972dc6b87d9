import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { StatusResult } from "../../src/domain/status.ts";
import { status } from "../../src/flows/status.ts";
import { watchStatus } from "../../src/flows/watch-status.ts";
import { statusPage } from "../../src/ui/status-page.ts";
import { liveWorld, well } from "../support/live-world.ts";

const of = ({ services }: StatusResult, id: string) => services.find(({ service }) => service === id);

describe("status of a stack with containers", () => {
  test("tells what runs, since when, where, from which image and what it uses", async () => {
    const { world, upWith } = liveWorld();
    await upWith("redis");
    world.nowMs += 60_000;
    const seen = await status(world);
    expect(seen.state).toBe("usable");
    expect(of(seen, "keycloak")).toMatchObject({ runs: "stand-in", usable: true });
    expect(of(seen, "redis")).toMatchObject({
      ...{ runs: "container", usable: true, address: "redis://localhost:65005/0" },
      urls: [{ label: "database 0", url: "redis://localhost:65005/0" }],
      probe: { good: true, asked: "127.0.0.1:65005" },
    });
    const [container] = of(seen, "redis")?.containers ?? [];
    expect(container).toMatchObject({
      ...{ container: "redis", life: "running", health: "healthy", image: "redis:8.0", restarts: 0 },
      ports: [{ host: 65005, container: 6379 }],
      usage: { memoryBytes: 32e6, cpuPercent: 10 },
    });
    const page = statusPage(seen, { nowMs: world.nowMs });
    expect(page).toMatch(/redis +running, healthy +1 min +65005 +0 +31 of 256 MiB +10\.0 % +redis:8\.0/);
  });

  test("asks the engine once for all containers, and changes nothing", async () => {
    const { world, upWith, engine } = liveWorld();
    await upWith("redis", "postgres");
    const [writes, files] = [engine.writes.length, world.files.writes.length];
    engine.calls.length = 0;
    await status(world);
    expect(engine.calls.filter((call) => call.startsWith("list"))).toHaveLength(1);
    expect(engine.calls.filter((call) => call.startsWith("exec"))).toEqual([]);
    expect([engine.writes.length, world.files.writes.length]).toEqual([writes, files]);
  });

  test("a sandbox without containers never asks the engine", async () => {
    const { world, up, engine } = liveWorld();
    await up();
    await status(world);
    expect(engine.calls).toEqual([]);
  });

  test("stopped containers say that nothing starts by itself, and what starts them", async () => {
    const { world, upWith, stopContainer } = liveWorld();
    await upWith("redis");
    await stopContainer("redis");
    const seen = await status(world);
    expect(seen.state).toBe("not usable");
    expect(of(seen, "redis")).toMatchObject({ runs: "nothing", usable: false, fix: "avb dev up" });
    expect(of(seen, "redis")?.note).toBe("redis is stopped (143)");
    expect(seen.remarks).toContain(
      "the containers are stopped, and none of them starts by itself; start them again: avb dev up",
    );
  });

  test("one that was ended for want of memory says so, with what helps", async () => {
    const { world, upWith, engine } = liveWorld();
    await upWith("redis", "postgres");
    engine.behave("-redis", { endsAfterMs: 1, exitCode: 137, outOfMemory: true });
    world.nowMs += 1000;
    const seen = await status(world);
    expect(of(seen, "redis")?.note).toBe(
      "redis was restarted 3 times and ended with 137: it was killed for want of memory",
    );
    expect(of(seen, "redis")?.fix).toContain("raise its limit to 512m: memory.redis in .devenvrc");
    expect(of(seen, "postgres")?.usable).toBe(true);
    expect(seen.remarks).toEqual([]);
  });

  test("one that was removed behind avb's back is missed", async () => {
    const { world, upWith, named } = liveWorld();
    await upWith("redis");
    await world.containers.remove(named("redis")?.id ?? "", { timeoutMs: 1000 });
    const seen = await status(world);
    expect(of(seen, "redis")).toMatchObject({ runs: "nothing", usable: false, note: "it is not there" });
  });

  test("one that runs and answers badly is not usable, whatever its healthcheck says", async () => {
    const { world, upWith, engine } = liveWorld();
    await upWith("redis");
    engine.behave("-redis", well("redis", { tcp: () => "-NOAUTH Authentication required." }));
    const seen = await status(world);
    expect(of(seen, "redis")).toMatchObject({ runs: "container", usable: false });
    expect(of(seen, "redis")?.note).toContain("NOAUTH");
  });

  test("an engine that does not answer is told, and the rest of the stack is shown", async () => {
    const { world, upWith, engine } = liveWorld();
    await upWith("redis");
    engine.failure = AvbError.of("ENGINE_UNREACHABLE", { address: "unix:///run/docker.sock", why: "ENOENT" });
    const seen = await status(world);
    expect(seen.state).toBe("not usable");
    expect(of(seen, "keycloak")?.usable).toBe(true);
    expect(of(seen, "redis")).toMatchObject({ usable: false, note: expect.stringContaining("is unreachable") });
    expect(seen.remarks[0]).toContain("what its containers do is not known");
  });

  test("figures alone are no change to whoever reads lines, and one to whoever watches", async () => {
    const { world, upWith } = liveWorld();
    await upWith("redis");
    const looks = async (everyLook: boolean) => {
      const stop = new AbortController();
      const told: StatusResult[] = [];
      let slept = 0;
      const sleep = async (ms: number) => {
        world.nowMs += ms;
        slept += 1;
        if (slept === 3) stop.abort("SIGINT");
      };
      const watched = { ...world, clock: { now: () => world.nowMs, sleep } };
      await watchStatus(watched, { signal: stop.signal, everyLook, changed: (seen) => void told.push(seen) });
      return told.length;
    };
    expect([await looks(false), await looks(true)]).toEqual([1, 3]);
  });
});
