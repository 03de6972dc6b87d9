import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "postgres,redis"] as const;

/** What is written down of each run and request, whether it changed something or not. */
const KEPT_OF_ALL: readonly string[] = ["journal.ndjson", "server.log"];

const writtenAt = (stack: LiveStack) =>
  readdirSync(stack.stateFolder(), { recursive: true, encoding: "utf8" })
    .filter((path) => !KEPT_OF_ALL.includes(path))
    .map((path) => [path, statSync(join(stack.stateFolder(), path)).mtimeMs]);

const sql = async (stack: LiveStack, query: string) =>
  docker("exec", (await stack.container("postgres")).id, "psql", "-U", "postgres", "-qAtc", query);

/** Everything that the stack's containers mount, also what has no name of ours. */
const mountsOf = async (stack: LiveStack): Promise<readonly string[]> => {
  const ids = Object.values(await stack.ids());
  return docker("inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", ...ids)
    .split(/\s+/)
    .filter(Boolean);
};

needs(["engine", "dataImages"], "up and down, one after the other", () => {
  test("leave nothing but the data, and an up in between changes nothing", {
    timeout: (ROUNDS.length + 3) * MINUTES,
  }, async () => {
    const stack = await liveStack();
    for (const round of ROUNDS) {
      expectDone(await stack.avb(...UP));
      const [ids, files, mounted] = [await stack.ids(), writtenAt(stack), await mountsOf(stack)];
      expect(await stack.json("up"), `round ${round}`).toMatchObject({ plan: [] });
      expect([await stack.ids(), writtenAt(stack)]).toEqual([ids, files]);
      if (round === 0) await sql(stack, "CREATE TABLE kept (round int)");
      await sql(stack, `INSERT INTO kept VALUES (${round})`);
      expect(await sql(stack, "SELECT count(*) FROM kept"), "rows of every round").toBe(String(round + 1));
      expectDone(await stack.avb("down"));
      await stack.expectNoLeftovers();
      // What is left is what was mounted, and each of it by a name of ours.
      expect((await stack.leftovers()).toSorted()).toEqual(mounted.toSorted());
    }
    expectDone(await stack.avb("down", "--volumes", "--yes"));
    expect(await stack.leftovers()).toEqual([]);
  });
});
