import fc from "fast-check";
import { expect, test } from "vitest";
import { closest } from "../../src/domain/closest.ts";

const SERVICES = ["postgres", "redis", "keycloak", "vault", "lago", "paypal", "temporal", "opa", "kafka"];

test.each([
  ["postgresql", "postgres"],
  ["Keyclock", "keycloak"],
  ["vualt", "vault"],
  ["valt", "vault"],
  ["temporel", "temporal"],
  ["ops", "opa"],
  ["kafak", "kafka"],
  ["mysql", undefined],
  ["", undefined],
])("%s was meant to be %s", (typed, meant) => {
  expect(closest(typed, SERVICES)).toBe(meant);
});

test("a word is closest to itself, and one wrong letter still finds it", () => {
  const word = fc.constantFrom(...SERVICES);
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom(..."abcxyz"), (name, at, letter) => {
      expect(closest(name, SERVICES)).toBe(name);
      const wrong = name
        .split("")
        .with(at % name.length, letter)
        .join("");
      expect(closest(wrong, [name])).toBe(name);
    }),
  );
});
