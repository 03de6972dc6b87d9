import { describe, expect, test } from "vitest";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { verify } from "../../src/flows/verify/verify.ts";
import { liveWorld } from "../support/live-world.ts";
import { broken, held, proving, section } from "../support/verify-sections.ts";

describe("verify, where a section cannot be tried", () => {
  test("what it threw is one broken claim, and the others are tried all the same", async () => {
    const { run } = await proving({
      ...section("bad", () => Promise.reject(new Error("connect ECONNREFUSED"))),
      ...section("good", async () => [held("good.a")]),
    });
    const { sections } = await run();
    expect(sections[0]?.proofs).toMatchObject([{ id: "bad.asked", outcome: "broken", said: "connect ECONNREFUSED" }]);
    expect(sections[1]?.proofs).toEqual([held("good.a")]);
  });

  test("a section that tries nothing is broken", async () => {
    const { run } = await proving(section("empty", async () => []));
    expect((await run()).sections[0]?.proofs).toMatchObject([{ outcome: "broken", said: "it tried no claim" }]);
  });

  test("a section that never ends is broken after two minutes, and is told to stop", async () => {
    let stopped = false;
    const { run } = await proving(
      section("stuck", ({ signal }) => {
        signal.addEventListener("abort", () => {
          stopped = true;
        });
        return new Promise(() => {});
      }),
    );
    expect((await run()).sections[0]?.proofs).toMatchObject([
      { outcome: "broken", said: "it did not end within 120 s" },
    ]);
    expect(stopped).toBe(true);
  });

  test("Ctrl-C ends it with 130, and nothing is written down", async () => {
    const { run, stop, record } = await proving(
      section("slow", async ({ world, signal }) => {
        stop.abort("SIGINT");
        await world.clock.sleep(60_000, signal);
        return [held("slow.a")];
      }),
    );
    await expect(run()).rejects.toMatchObject({ code: "INTERRUPTED", exitCode: 130 });
    expect(await record()).toEqual({});
  });

  test("an unknown section is refused before anything is asked, with the one that was meant", async () => {
    const { run } = await proving(section("vault", async () => [held("vault.a")]));
    await expect(run("valt")).rejects.toMatchObject({
      ...{ code: "VERIFY_UNKNOWN", exitCode: 2, fixes: ["avb dev verify vault"] },
      message: "there is no section valt to verify; there are vault",
    });
  });

  test("where nothing runs there is nothing to say (8)", async () => {
    const { tools } = liveWorld();
    await expect(
      verify(
        tools,
        { sections: [] },
        section("a", async () => [held("a.b")]),
      ),
    ).rejects.toMatchObject({
      ...{ code: "SERVICE_NOT_RUNNING", exitCode: 8 },
    });
  });

  test("production is not proved from here", async () => {
    const { tools } = liveWorld();
    await expect(verify(tools, { mode: "production", sections: [] })).rejects.toMatchObject({
      code: "VERB_NOT_IN_MODE",
    });
  });
});

describe("the record of proofs", () => {
  test("has the counts and the time of each section, and keeps those that were not tried again", async () => {
    const { run, record, world } = await proving({
      ...section("a", async () => [held("a.x"), broken("a.y")]),
      ...section("b", async () => [held("b.x")]),
    });
    await run();
    const first = await record();
    expect(first).toMatchObject({ a: { held: 1, broken: 1, skipped: 0 }, b: { held: 1, broken: 0, skipped: 0 } });
    world.nowMs += 5000;
    await run("b");
    const second = await record();
    expect(second.a).toEqual(first.a);
    expect((second.b?.atMs ?? 0) - (first.b?.atMs ?? 0)).toBeGreaterThanOrEqual(5000);
  });

  test("a file that cannot be read holds no proof", async () => {
    const { world, record } = await proving({});
    const { state } = await openCheckout(world);
    for (const text of ["", "[]", '{"vault":{"held":1}}', "null"]) {
      world.files.put(state.proofs, text);
      expect(await record()).toEqual({});
    }
  });
});
