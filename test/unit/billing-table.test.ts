import fc from "fast-check";
import { expect, test } from "vitest";
import { Table } from "../../src/sandbox/billing/storage/table.ts";

interface Owned {
  readonly lago_id: string;
  readonly owner: string | undefined;
}

const byOwner = ({ owner }: Owned) => owner;

const step = fc.oneof(
  fc.record({
    do: fc.constant("put" as const),
    id: fc.constantFrom("a", "b", "c", "d"),
    owner: fc.constantFrom("x", "y", undefined),
  }),
  fc.record({ do: fc.constant("remove" as const), id: fc.constantFrom("a", "b", "c", "d") }),
  fc.record({ do: fc.constant("undo" as const) }),
  fc.record({ do: fc.constant("load" as const), id: fc.constantFrom("a", "b"), owner: fc.constantFrom("x", "y") }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A table, and how what was done to it is undone. */
function recorded() {
  const undo: (() => void)[] = [];
  const table = new Table<Owned>("t", (_, back) => void undo.push(back));
  const take = (one: Step): void => {
    if (one.do === "put") table.put({ lago_id: one.id, owner: one.owner });
    else if (one.do === "remove") table.remove(one.id);
    else if (one.do === "undo") undo.pop()?.();
    else {
      table.load({ lago_id: one.id, owner: one.owner });
      undo.length = 0;
    }
  };
  return { table, take };
}

test("a count is what counting the rows gives, after whatever was put, removed, undone or read back", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, firstAsked) => {
      const { table, take } = recorded();
      for (const [at, one] of steps.entries()) {
        take(one);
        for (const owner of at < firstAsked ? [] : ["x", "y"])
          expect(table.count(byOwner, owner)).toBe(table.filter((row) => row.owner === owner).length);
      }
    }),
    { numRuns: 300 },
  );
});
