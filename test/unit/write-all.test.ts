import { describe, expect, test } from "vitest";
import { ServiceRefusal } from "../../src/domain/refusal.ts";
import { type SeedWrite, writeAll } from "../../src/flows/seeding/write-all.ts";
import { fakeWorld } from "../support/fake-world.ts";

const world = fakeWorld();
const told: string[] = [];
const of = (signal = new AbortController().signal) => ({
  ...{ world, title: "Vault", id: "vault", signal },
  report: { progress: (text: string) => void told.push(text) },
});
const write = (key: string, run: SeedWrite["run"]): SeedWrite => ({ kind: "mount", key, run });

describe("writes to a service", () => {
  test("come stage by stage, and say how far they are", async () => {
    const order: string[] = [];
    const mark = (key: string) => write(key, async () => void order.push(key));
    told.length = 0;
    await writeAll([[mark("a")], [mark("b"), mark("c")], [], [mark("d")]], of());
    expect([order[0], order.slice(1, 3).sort(), order[3]]).toEqual(["a", ["b", "c"], "d"]);
    expect(told).toEqual(["1 of 4", "2 of 4", "3 of 4", "4 of 4"]);
  });

  test("are no more than eight at once", async () => {
    const state = { now: 0, most: 0 };
    const slow = Array.from({ length: 30 }, (_, index) =>
      write(String(index), async () => {
        state.now += 1;
        state.most = Math.max(state.most, state.now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        state.now -= 1;
      }),
    );
    await writeAll([slow], of());
    expect(state).toEqual({ now: 0, most: 8 });
  });

  test("are tried again while it may pass, four times in all", async () => {
    let tries = 0;
    const busy = (until: number) =>
      write("kv", async () => {
        tries += 1;
        if (tries < until) throw new ServiceRefusal("it is sealed", 503);
      });
    await writeAll([[busy(4)]], of());
    expect(tries).toBe(4);
    tries = 0;
    await expect(writeAll([[busy(9)]], of())).rejects.toMatchObject({ code: "SEED_WRITE_FAILED", exitCode: 9 });
    expect(tries).toBe(4);
  });

  test("end with the one that was refused: which it is of how many, and why; nothing of a later stage is begun", async () => {
    const begun: string[] = [];
    const good = (key: string) => write(key, async () => void begun.push(key));
    const bad = write("kv", async () => {
      throw new ServiceRefusal("permission denied", 403);
    });
    await expect(writeAll([[good("a")], [bad], [good("z")]], of())).rejects.toMatchObject({
      ...{ code: "SEED_WRITE_FAILED", facts: { what: "mount kv", at: "2", of: "3", why: "permission denied" } },
    });
    expect(begun).toEqual(["a"]);
  });

  test("hand on what nobody foresaw as it is, and begin nothing once told to stop", async () => {
    const odd = new TypeError("odd");
    const bad = write("kv", async () => {
      throw odd;
    });
    await expect(writeAll([[bad]], of())).rejects.toBe(odd);
    const stop = new AbortController();
    const begun: string[] = [];
    const first = write("a", async () => stop.abort());
    const second = write("b", async () => void begun.push("b"));
    await expect(writeAll([[first], [second]], of(stop.signal))).rejects.toThrow("aborted");
    expect(begun).toEqual([]);
  });
});
