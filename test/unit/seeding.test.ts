import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDrift, madeAfter, madeBefore, type SeedVerdict, withOwnOrphans } from "../../src/domain/seeding.ts";
import { inSeedOrder } from "../../src/flows/seeding/seed-order.ts";

const verdict = (key: string, word: SeedVerdict["do"]): SeedVerdict => ({ kind: "role", key, do: word });
const made = (...keys: readonly string[]) => new Set(keys.map((key) => `role ${key}`));

describe("what is remembered as made by us", () => {
  test("grows by what is created, before it is written and after", () => {
    const verdicts = [verdict("a", "create"), verdict("b", "update"), verdict("c", "keep")];
    expect(madeBefore(made("x"), verdicts)).toEqual(["role a", "role x"]);
    expect(madeAfter(made("x"), verdicts, false)).toEqual(["role a", "role x"]);
  });

  test("loses what was pruned, and what a look at everything did not see", () => {
    const verdicts = [verdict("a", "prune"), verdict("b", "orphan"), verdict("c", "keep")];
    expect(madeAfter(made("a", "b", "c", "d"), verdicts, true)).toEqual(["role b", "role c"]);
    expect(madeAfter(made("a", "b", "c", "d"), verdicts, false)).toEqual(["role b", "role c", "role d"]);
  });

  test("is never a thing that was neither made before nor created now", () => {
    const word = fc.constantFrom<SeedVerdict["do"]>("create", "update", "keep", "orphan", "prune", "blocked");
    const key = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(fc.array(fc.tuple(key, word)), fc.array(key), fc.boolean(), (pairs, before, everything) => {
        const verdicts = pairs.map(([one, does]) => verdict(one, does));
        const created = verdicts.filter((one) => one.do === "create").map((one) => `role ${one.key}`);
        const after = madeAfter(made(...before), verdicts, everything);
        expect(after.every((name) => made(...before).has(name) || created.includes(name))).toBe(true);
        expect(after.some((name) => verdicts.some((one) => one.do === "prune" && `role ${one.key}` === name))).toBe(
          false,
        );
      }),
    );
  });
});

describe("an orphan", () => {
  const own = { ...verdict("a", "orphan"), ours: true } as const;
  test("is ours where an earlier seeding made it, and only then drift", () => {
    expect(withOwnOrphans([verdict("a", "orphan"), verdict("b", "orphan")], made("a"))).toEqual([
      own,
      verdict("b", "orphan"),
    ]);
    expect([isDrift(own), isDrift(verdict("b", "orphan")), isDrift(verdict("c", "keep"))]).toEqual([
      true,
      false,
      false,
    ]);
    expect((["create", "update", "blocked", "prune"] as const).map((word) => isDrift(verdict("a", word)))).toEqual([
      ...[true, true, true, true],
    ]);
  });
});

describe("the order of seeding", () => {
  const sorted = (things: Readonly<Record<string, readonly string[]>>) =>
    inSeedOrder(Object.keys(things), (id) => ({ id, after: things[id] ?? [] }));

  test("has each behind those it comes after, as far as they take part", () => {
    expect(sorted({ postgres: ["keycloak", "lago"], vault: [], keycloak: [], lago: ["nobody"] })).toEqual([
      ...["vault", "keycloak", "lago", "postgres"],
    ]);
  });

  test("is refused as our own mistake where it goes in a circle", () => {
    expect(() => sorted({ a: ["b"], b: ["a"] })).toThrow("a, b are seeded after each other");
  });
});
