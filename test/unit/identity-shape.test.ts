import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shapeProblems } from "../../src/domain/identity-shape.ts";
import { changesOf, SHIPPED_IDENTITIES } from "../support/identities.ts";

describe("the shape of an identity", () => {
  test("every shipped identity fits", () => {
    const problems = changesOf(SHIPPED_IDENTITIES).flatMap((change) =>
      change.do === "put" ? shapeProblems(change.kind, change.value) : [],
    );
    expect(problems).toEqual([]);
  });

  test("names each wrong field and never repeats a value", () => {
    expect(shapeProblems("role", { id: 7, name: "line\nbreak", surprise: "canary" })).toEqual([
      "role has no field 'surprise'",
      "role.id must be a text of one line",
      "role.name must be a text of one line",
    ]);
    expect(shapeProblems("role", { id: "1", name: "" })).toEqual(["role.name must not be empty"]);
    expect(shapeProblems("role", null)).toEqual(["a role must be an object"]);
  });

  test("no attribute may be called like a part of every object", () => {
    const group = { id: "1", name: "g", path: "/g", attributes: JSON.parse('{"__proto__":["x"]}') };
    expect(shapeProblems("group", group)).toEqual(["group.attributes must be lists of texts by name"]);
  });

  test("no value at all makes the check itself fail", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(Array.isArray(shapeProblems("user", value))).toBe(true);
      }),
    );
  });
});
