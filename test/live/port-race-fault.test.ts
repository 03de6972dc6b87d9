import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { expect, test } from "vitest";
import type { World } from "../../src/domain/world.ts";
import { down } from "../../src/flows/down.ts";
import { type UpOptions, up } from "../../src/flows/up.ts";
import { claimSlot } from "../support/claimed-slot.ts";
import { ROUNDS } from "../support/fault-stack.ts";
import { UP } from "../support/lifecycle-world.ts";
import { checkoutName } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { recordingWatch } from "../support/recording-watch.ts";
import { tempCheckout } from "../support/temp-checkout.ts";

const MINUTES = 60_000;

/** Listens there, or tells that some other program of this machine was quicker. */
async function squat(port: number): Promise<Server | undefined> {
  const squatter = createServer().listen(port, "127.0.0.1");
  return once(squatter, "listening").then(
    () => squatter,
    () => undefined,
  );
}

/** The real machine, where somebody binds ports between the look at them and the start of the container that wants them. */
async function squattedWorld(times: number) {
  const { slot, release } = await claimSlot();
  const checkout = tempCheckout(checkoutName());
  const world = checkout.world({ env: { AVB_STATE_DIR: checkout.state, AVB_SLOT: slot } });
  const squatters: (Server | undefined)[] = [];
  const create: World["containers"]["create"] = async (name, request, limits) => {
    const [{ HostPort } = { HostPort: "" }] = Object(request.HostConfig).PortBindings["6379/tcp"] ?? [];
    const id = await world.containers.create(name, request, limits);
    if (squatters.length < times) squatters.push(await squat(Number(HostPort)));
    return id;
  };
  const squatted = { ...world, containers: { ...world.containers, create } };
  const { watch, lines } = recordingWatch();
  const tools = { world: squatted, watch, signal: new AbortController().signal };
  const options: UpOptions = { ...UP, mode: "sandbox", with: ["redis"] };
  return {
    wanted: 65_005 + 50 * Number(slot),
    lines,
    up: (more: Partial<UpOptions> = {}) => up(tools, { ...options, ...more }),
    isDisturbed: () => squatters.includes(undefined),
    async end() {
      for (const squatter of squatters) squatter?.close();
      await down({ ...tools, world }, { volumes: true });
      checkout.remove();
      release();
    },
  };
}

type Squatted = Awaited<ReturnType<typeof squattedWorld>>;

/** Plays it, and once more where another program of the machine has bound a port first: then nobody here knows the holder. */
async function race(times: number, play: (squatted: Squatted) => Promise<void>): Promise<void> {
  for (let left = 2; ; left -= 1) {
    const squatted = await squattedWorld(times);
    try {
      return await play(squatted);
    } catch (error) {
      if (left === 0 || !squatted.isDisturbed()) throw error;
    } finally {
      await squatted.end();
    }
  }
}

needs(["engine", "dataImages"], "a port that is taken between the look and a container's start", () => {
  test.each(ROUNDS)(
    "is looked at again, and the container moves inside its range (round %i)",
    { timeout: 3 * MINUTES },
    () =>
      race(1, async ({ up: start, lines, wanted }) => {
        const { moved } = await start();
        expect(lines).toContainEqual(
          expect.stringMatching(new RegExp(`^note port ${wanted} could not be published .*; looking again$`)),
        );
        expect(moved).toMatchObject([
          { service: "redis", from: wanted, because: expect.stringContaining(String(process.pid)) },
        ]);
      }),
  );

  test.each(ROUNDS)(
    "ends with 7 and names port, service and holder where it may not move (round %i)",
    { timeout: 3 * MINUTES },
    () =>
      race(1, async ({ up: start, wanted }) => {
        const error: unknown = await start({ strict: true }).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: "PORT_TAKEN", exitCode: 7 });
        for (const fact of [String(wanted), "redis", String(process.pid)]) expect(String(error)).toContain(fact);
      }),
  );

  test.each(ROUNDS)(
    "ends with 7 also where every other port is taken as quickly (round %i)",
    { timeout: 3 * MINUTES },
    () =>
      race(3, async ({ up: start }) => {
        const error: unknown = await start().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: "PORT_TAKEN", exitCode: 7 });
        for (const fact of ["redis", String(process.pid)]) expect(String(error)).toContain(fact);
      }),
  );
});
