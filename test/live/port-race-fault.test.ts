import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
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

/** The real machine, where somebody binds ports between the look at them and the start of the container that wants them. */
async function squattedWorld(times: number) {
  const { slot, release } = await claimSlot();
  const checkout = tempCheckout(checkoutName());
  const world = checkout.world({ env: { AVB_STATE_DIR: checkout.state, AVB_SLOT: slot } });
  const squatters: Server[] = [];
  const create: World["containers"]["create"] = async (name, request, limits) => {
    const [{ HostPort } = { HostPort: "" }] = Object(request.HostConfig).PortBindings["6379/tcp"] ?? [];
    const id = await world.containers.create(name, request, limits);
    if (squatters.length < times) {
      const squatter = createServer().listen(Number(HostPort), "127.0.0.1");
      squatters.push(squatter);
      await once(squatter, "listening");
    }
    return id;
  };
  const squatted = { ...world, containers: { ...world.containers, create } };
  const { watch, lines } = recordingWatch();
  const tools = { world: squatted, watch, signal: new AbortController().signal };
  const end = () => down({ ...tools, world }, { volumes: true });
  onTestFinished(async () => {
    for (const squatter of squatters) squatter.close();
    await end();
    checkout.remove();
    release();
  }, MINUTES);
  const options: UpOptions = { ...UP, mode: "sandbox", with: ["redis"] };
  return {
    wanted: 65_005 + 50 * Number(slot),
    lines,
    up: (more: Partial<UpOptions> = {}) => up(tools, { ...options, ...more }),
  };
}

needs(["engine", "dataImages"], "a port that is taken between the look and a container's start", () => {
  test.each(ROUNDS)(
    "is looked at again, and the container moves inside its range (round %i)",
    { timeout: 3 * MINUTES },
    async () => {
      const { up: start, lines, wanted } = await squattedWorld(1);
      const { moved } = await start();
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`^note port ${wanted} could not be published .*; looking again$`)),
      );
      expect(moved).toMatchObject([
        { service: "redis", from: wanted, because: expect.stringContaining(String(process.pid)) },
      ]);
    },
  );

  test.each(ROUNDS)(
    "ends with 7 and names port, service and holder where it may not move (round %i)",
    { timeout: 3 * MINUTES },
    async () => {
      const { up: start, wanted } = await squattedWorld(1);
      const error: unknown = await start({ strict: true }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "PORT_TAKEN", exitCode: 7 });
      for (const fact of [String(wanted), "redis", String(process.pid)]) expect(String(error)).toContain(fact);
    },
  );

  test.each(ROUNDS)(
    "ends with 7 also where every other port is taken as quickly (round %i)",
    { timeout: 3 * MINUTES },
    async () => {
      const { up: start } = await squattedWorld(3);
      const error: unknown = await start().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "PORT_TAKEN", exitCode: 7 });
      for (const fact of ["redis", String(process.pid)]) expect(String(error)).toContain(fact);
    },
  );
});
