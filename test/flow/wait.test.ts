import { describe, expect, test } from "vitest";
import { type WaitRequest, wait } from "../../src/flows/wait.ts";
import { liveWorld, well } from "../support/live-world.ts";

async function waiting(...services: readonly string[]) {
  const outside = liveWorld();
  if (services.length > 0) await outside.upWith(...services);
  const missing: string[] = [];
  const stop = new AbortController();
  const ask = (request: Partial<WaitRequest> = {}) =>
    wait(outside.world, {
      ...{ services: [], state: "usable", timeoutMs: 20_000, signal: stop.signal },
      missing: (what) => missing.push(what),
      ...request,
    });
  return { ...outside, missing, stop, ask };
}

describe("wait", () => {
  test("ends when all that the stack runs can be used, and changes nothing", async () => {
    const { ask, engine, world } = await waiting("redis");
    const before = [engine.writes.length, world.files.writes.length];
    expect((await ask()).services).toEqual(["redis", "keycloak", "lago"]);
    expect([engine.writes.length, world.files.writes.length]).toEqual(before);
  });

  test("a container counts only after good looks in a row from one start", async () => {
    const { ask, engine } = await waiting("redis");
    let asked = 0;
    const tcp = () => {
      asked += 1;
      return asked === 2 ? undefined : "+PONG\r\n";
    };
    engine.behave("-redis", well("redis", { tcp }));
    await ask({ services: ["redis"] });
    expect(asked).toBe(5);
  });

  test("it waits for a start that is still to come", async () => {
    const { ask, up, missing } = await waiting();
    const waited = ask();
    await expect.poll(() => missing).toEqual(["keycloak (not running); lago (not running)"]);
    await up();
    expect((await waited).services).toEqual(["keycloak", "lago"]);
  });

  test("when the time is over it names what has not come so far, and why", async () => {
    const { ask, stopContainer } = await waiting("redis");
    await stopContainer("redis");
    await expect(ask({ services: ["redis"], timeoutMs: 2000 })).rejects.toMatchObject({
      ...{ code: "WAIT_TIMEOUT", exitCode: 8 },
      message: "after 2 s these are not usable: redis (redis is stopped (143))",
    });
  });

  test("started means that it runs, whatever it answers", async () => {
    const { ask, engine } = await waiting("redis");
    engine.behave("-redis", well("redis", { tcp: () => "-LOADING\r\n" }));
    expect((await ask({ state: "started" })).services).toContain("redis");
    await expect(ask({ timeoutMs: 1000 })).rejects.toMatchObject({ code: "WAIT_TIMEOUT" });
  });

  test("an interrupt ends it, and a name that has no part in the stack is refused", async () => {
    const { ask, stop, stopContainer } = await waiting("redis");
    await stopContainer("redis");
    const waited = ask();
    stop.abort("SIGINT");
    await expect(waited).rejects.toMatchObject({ code: "INTERRUPTED", exitCode: 130 });
    await expect(ask({ services: ["vault"] })).rejects.toMatchObject({ code: "SERVICE_NOT_HERE", exitCode: 2 });
  });
});
