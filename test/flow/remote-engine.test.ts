import { describe, expect, test } from "vitest";
import { planClean } from "../../src/flows/clean.ts";
import { down } from "../../src/flows/down.ts";
import { status } from "../../src/flows/status.ts";
import { liveWorld } from "../support/live-world.ts";

const HERE = { address: "unix:///var/run/docker.sock", reach: "local", because: "a usual socket" } as const;
const THERE = { address: "ssh://box", reach: "ssh", because: "DOCKER_HOST" } as const;

/** A world whose engine is behind ssh; each ssh that was started stands in `started`. */
function remoteWorld() {
  const live = liveWorld();
  const { world } = live;
  const started: { readonly pid: number; readonly ports: readonly number[] }[] = [];
  const move = (place: typeof HERE | typeof THERE) => Object.assign(world.engine, { place: async () => place });
  world.remote = {
    async forward({ ports, started: tell }) {
      const pid = 7000 + started.length;
      world.living.set(pid, { start: String(pid), command: "ssh -N" });
      await tell(pid);
      started.push({ pid, ports });
      return pid;
    },
  };
  move(THERE);
  const unseeded = (...services: readonly string[]) => live.up({ mode: "sandbox", with: services, seed: false });
  return { ...live, started, move, unseeded };
}

const stepsOf = ({ plan }: { readonly plan: readonly { readonly id: string }[] }) => plan.map(({ id }) => id);

describe("an engine behind ssh", () => {
  test("has the ports of its containers brought here before any of them is made", async () => {
    const { started, unseeded } = remoteWorld();
    const { plan } = await unseeded("redis", "postgres");
    expect(started).toEqual([{ pid: 7000, ports: [65004, 65005] }]);
    expect(plan.find(({ id }) => id === "create-redis")?.after).toContain("forward");
    expect(stepsOf(await unseeded("redis", "postgres"))).toEqual([]);
    expect(started).toHaveLength(1);
  });

  test("is not minded where no container runs", async () => {
    const { started, up } = remoteWorld();
    await up();
    expect(started).toEqual([]);
  });

  test("whose ssh has died is told, and `up` starts that alone again", async () => {
    const { world, started, upWith } = remoteWorld();
    await upWith("redis");
    expect(await status(world)).toMatchObject({
      ...{ state: "usable", remarks: ["the containers run at ssh://box; ssh (pid 7000) brings their ports here"] },
    });
    world.living.delete(7000);
    expect(await status(world)).toMatchObject({
      state: "not usable",
      remarks: [expect.stringContaining("(pid 7000) has ended; start it again: avb dev up")],
    });
    expect(stepsOf(await upWith("redis"))).toEqual(["forward", "ports"]);
    expect(started.map(({ pid }) => pid)).toEqual([7000, 7001]);
  });

  test("with one more service brings one port more, by an ssh that takes the old one's place", async () => {
    const { world, started, unseeded } = remoteWorld();
    await unseeded("redis");
    await unseeded("redis", "postgres");
    expect(started.at(-1)?.ports).toEqual([65004, 65005]);
    expect([...world.living.keys()]).toEqual([4242, 9000, 7001]);
  });

  test("a pid that is somebody else's by now is left alone", async () => {
    const { world, tools, upWith } = remoteWorld();
    await upWith("redis");
    world.living.set(7000, { start: "another", command: "vim" });
    await down(tools);
    expect(world.living.has(7000)).toBe(true);
  });

  test("`down` ends it last, and an `up` at an engine of this machine does too", async () => {
    const { world, tools, upWith, move } = remoteWorld();
    await upWith("redis");
    expect(stepsOf(await down(tools)).at(-1)).toBe("end-forward");
    expect(world.living.has(7000)).toBe(false);
    expect((await down(tools)).plan).toEqual([]);
    await upWith("redis");
    move(HERE);
    expect(stepsOf(await upWith("redis"))).toContain("end-forward");
    expect(world.living.has(7001)).toBe(false);
  });

  test("is cleaned of nothing: its folders may be anybody's", async () => {
    const { world, engine, move } = remoteWorld();
    const labels = { "avb.checkout": "gone-12345678", "avb.slot": "0", "avb.root": "/home/other/gone" };
    await world.containers.makeVolume({ name: "gone-data", labels }, { timeoutMs: 1000 });
    expect((await planClean(world, { images: false })).plan.steps).toEqual([]);
    move(HERE);
    expect((await planClean(world, { images: false })).plan.steps.map(({ id }) => id)).toContain("volume-gone-data");
    expect(engine.volumes.size).toBe(1);
  });

  test("cannot serve containers from here", async () => {
    const { up } = remoteWorld();
    await expect(up({ mode: "sandbox", forContainers: true })).rejects.toMatchObject({
      code: "REMOTE_BRIDGE",
      exitCode: 15,
    });
  });
});
