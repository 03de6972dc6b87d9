import fc from "fast-check";
import { expect, test } from "vitest";
import { diff, normalForm } from "../../src/domain/reconcile.ts";

interface Thing {
  readonly name: string;
  readonly value: number;
}

const how = { keyOf: (thing: Thing) => thing.name, same: (a: Thing, b: Thing) => a.value === b.value };
const things = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-f]$/), value: fc.nat(3) }), {
  selector: (thing) => thing.name,
});

test("what is missing is created, what differs updated, what is beyond named an orphan", () => {
  const want = [
    { name: "a", value: 1 },
    { name: "b", value: 2 },
    { name: "c", value: 3 },
  ];
  const have = [
    { name: "b", value: 2 },
    { name: "c", value: 0 },
    { name: "z", value: 9 },
  ];
  expect(diff(want, have, how).map((change) => `${change.do} ${change.key}`)).toEqual([
    "create a",
    "keep b",
    "update c",
    "orphan z",
  ]);
});

test("applying the changes once leaves only what is kept and the orphans", () => {
  fc.assert(
    fc.property(things, things, (want, have) => {
      const held = new Map(have.map((thing) => [thing.name, thing]));
      for (const change of diff(want, have, how))
        if (change.do === "create" || change.do === "update") held.set(change.key, change.want);
      const again = diff(want, [...held.values()], how);
      expect(again.filter((change) => change.do === "create" || change.do === "update")).toEqual([]);
      expect(again).toHaveLength(held.size);
    }),
  );
});

test("a normal form does not see the order of keys and lists, nor what is undefined", () => {
  expect(normalForm({ b: ["x", "y"], a: 1, c: undefined })).toBe(normalForm({ a: 1, b: ["y", "x"] }));
  expect(normalForm({ a: ["x"] })).not.toBe(normalForm({ a: ["x", "x"] }));
  expect(normalForm({ a: "1" })).not.toBe(normalForm({ a: 1 }));
});
