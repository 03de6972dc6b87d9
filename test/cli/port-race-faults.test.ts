import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { World } from "../../src/domain/world.ts";
import { down } from "../../src/flows/down.ts";
import { up } from "../../src/flows/up.ts";
import { claimSlot } from "../support/claimed-slot.ts";
import { UP } from "../support/lifecycle-world.ts";
import { recordingWatch } from "../support/recording-watch.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

const ROUNDS = Array.from({ length: Number(process.env.AVB_SOAK ?? 1) }, (_, round) => round);
let checkout: TempCheckout;
let squatter: Server;
let slot: string;
let wanted: number;
let release: () => void;
beforeEach(async () => {
  checkout = tempCheckout();
  ({ slot, identityPort: wanted, release } = await claimSlot());
  squatter = createServer().listen(wanted, "127.0.0.1");
  await once(squatter, "listening");
});
afterEach(async () => {
  await down(toolsOf(realWorld()).tools);
  squatter.close();
  checkout.remove();
  release();
});

const realWorld = (): World => checkout.world({ env: { AVB_STATE_DIR: checkout.state, AVB_SLOT: slot } });

/** The real machine, but for a look at the wanted port, which comes just before somebody takes it. */
function lookedTooEarly(looks: number): World {
  const world = realWorld();
  let left = looks;
  const probe: World["sockets"]["probe"] = (host, port) => {
    const isEarly = port === wanted && left > 0;
    if (isEarly && host === "::1") left -= 1;
    return isEarly ? Promise.resolve("free") : world.sockets.probe(host, port);
  };
  return { ...world, sockets: { ...world.sockets, probe } };
}

const toolsOf = (world: World) => {
  const { watch, lines } = recordingWatch();
  return { lines, tools: { world, watch, signal: new AbortController().signal } };
};

describe("a port that is taken between the look and the bind", () => {
  test.each(ROUNDS)("is looked at again, and the server moves inside its range (round %i)", async () => {
    const { tools, lines } = toolsOf(lookedTooEarly(1));
    const { urls, moved } = await up(tools, UP);
    expect(lines).toContain(
      `note port ${wanted} was taken by another program while the sandbox server was being started; looking again`,
    );
    expect(moved).toMatchObject([
      { service: "keycloak", from: wanted, because: expect.stringContaining(String(process.pid)) },
    ]);
    expect((await fetch(`${urls.issuer}/.well-known/openid-configuration`)).status).toBe(200);
  });

  test("ends with 7 and the holder's name when it may not move", async () => {
    const { tools } = toolsOf(lookedTooEarly(1));
    await expect(up(tools, { ...UP, strict: true })).rejects.toMatchObject({
      code: "PORT_TAKEN",
      exitCode: 7,
      facts: { port: String(wanted), service: "keycloak", owner: expect.stringContaining(`pid ${process.pid}`) },
    });
  });

  test("ends with 7 and the holder's name when every look comes too early", async () => {
    const { tools } = toolsOf(lookedTooEarly(9));
    await expect(up(tools, UP)).rejects.toMatchObject({
      code: "PORT_TAKEN",
      facts: { port: String(wanted), service: "keycloak", owner: expect.stringContaining(`pid ${process.pid}`) },
    });
  });
});
