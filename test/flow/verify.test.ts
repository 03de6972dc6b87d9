import { describe, expect, test } from "vitest";
import { lockHolder, takeLock } from "../../src/flows/lock.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { requireHolding } from "../../src/flows/verify/verify.ts";
import { broken, held, type Prove, proving, section } from "../support/verify-sections.ts";

describe("verify", () => {
  test("has the stack to itself, and lets it go however it ends", async () => {
    const holders: (string | undefined)[] = [];
    const { world, run } = await proving({
      ...section("a", async ({ checkout }) => {
        holders.push((await lockHolder(world, checkout))?.command);
        throw new Error("a verifier's own mistake");
      }),
    });
    expect(await run()).toMatchObject({ counts: { broken: 1 } });
    const checkout = await openCheckout(world);
    expect([holders, await lockHolder(world, checkout)]).toEqual([["avb dev verify"], undefined]);
    const other = await takeLock(world, checkout, "avb dev seed");
    await expect(run()).rejects.toMatchObject({ code: "LOCK_BUSY", exitCode: 11 });
    expect(holders).toHaveLength(1);
    await other.release();
  });

  test("runs every section and counts what came of each, in the order of the table", async () => {
    const { run } = await proving({
      ...section("slow", async ({ world }) => {
        await world.clock.sleep(2000);
        return [held("slow.a"), broken("slow.b")];
      }),
      ...section("quick", async () => [held("quick.a")]),
    });
    const report = await run();
    expect(report.sections.map(({ id }) => id)).toEqual(["slow", "quick"]);
    expect(report).toMatchObject({ mode: "sandbox", holds: false, counts: { held: 2, broken: 1, skipped: 0 } });
    expect(report.sections[0]?.ms).toBeGreaterThanOrEqual(2000);
  });

  test("at most four sections are proved at a time", async () => {
    let [now, most] = [0, 0];
    const one: Prove = async ({ world }) => {
      now += 1;
      most = Math.max(most, now);
      await world.clock.sleep(500);
      now -= 1;
      return [held("x.y")];
    };
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const { run } = await proving(Object.assign({}, ...names.map((name) => section(name, one))));
    await run();
    expect(most).toBe(4);
  });

  test("a claim that does not hold is VERIFY_BROKEN (14), by its sentence, its id and the command for all", async () => {
    const { run } = await proving(
      section("vault", async () => ["a", "b", "c", "d"].map((id) => broken(`vault.${id}`))),
    );
    const report = await run();
    expect(() => requireHolding(report)).toThrowError(
      expect.objectContaining({
        ...{
          code: "VERIFY_BROKEN",
          exitCode: 14,
          fixes: ["avb dev seed", "see each claim: avb dev verify vault --verbose"],
        },
        message:
          "4 of 4 claims do not hold: vault.a is so (vault.a); vault.b is so (vault.b); vault.c is so (vault.c); and 1 more",
      }),
    );
    expect(() => requireHolding({ ...report, sections: [] })).not.toThrow();
  });

  test("a section whose service is not in the stack is skipped, and says what the mode does in its place", async () => {
    const { run } = await proving({
      ...section("opa", async () => [broken("opa.asked-although-off")], "opa"),
      ...section("postgres", async () => [broken("postgres.asked-although-off")], "postgres"),
    });
    const { sections, holds } = await run();
    expect(holds).toBe(true);
    expect(sections.map(({ proofs }) => proofs)).toEqual([
      [
        {
          ...{ id: "opa.runs", claim: "part opa runs", outcome: "skipped" },
          said: "DISABLED in sandbox: All policies pass; with it: avb dev up --with opa",
        },
      ],
      [expect.objectContaining({ outcome: "skipped", said: expect.stringContaining("avb dev up --with postgres") })],
    ]);
  });

  test("a section whose container has ended is broken, and is not asked", async () => {
    const { run, stopContainer } = await proving(
      section("redis", async () => [held("redis.asked")], "redis"),
      "redis",
    );
    expect((await run()).holds).toBe(true);
    await stopContainer("redis");
    expect((await run()).sections[0]?.proofs).toEqual([
      { id: "redis.runs", claim: "part redis runs", outcome: "broken", said: "redis is exited", fix: "avb dev up" },
    ]);
  });

  test("a section is given the ids of the containers that run, by their own names", async () => {
    let seen: ReadonlyMap<string, string> | undefined;
    const look: Prove = async ({ ids }) => {
      seen = ids;
      return [held("redis.a")];
    };
    const { run, named } = await proving(section("redis", look, "redis"), "redis");
    await run();
    expect(seen).toEqual(new Map([["redis", named("redis")?.id]]));
  });
});
