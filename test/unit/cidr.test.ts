import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rangesOverlap } from "../../src/domain/cidr.ts";

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const length = fc.integer({ min: 0, max: 32 });

describe("ranges of addresses", () => {
  test.each([
    ["172.17.0.0/16", "172.17.255.255/32", true],
    ["172.17.0.0/16", "172.18.0.0/16", false],
    ["10.0.0.0/8", "10.20.30.40/24", true],
    ["192.168.0.0/20", "192.168.16.0/20", false],
    ["0.0.0.0/0", "203.0.113.9/32", true],
  ])("%s and %s overlap: %s", (one, other, expected) => {
    expect(rangesOverlap(one, other)).toBe(expected);
    expect(rangesOverlap(other, one)).toBe(expected);
  });

  test.each(["", "172.17.0.0", "172.17.0.0/33", "172.17.0/16", "256.0.0.0/8", "fe80::/10", "a/b"])(
    "'%s' is no IPv4 range and overlaps nothing",
    (text) => {
      expect(rangesOverlap(text, "0.0.0.0/0")).toBe(false);
    },
  );

  test("two ranges overlap exactly where the shorter prefix of both is the same", () => {
    const bits = (text: string) =>
      text
        .split(".")
        .map((part) => Number(part).toString(2).padStart(8, "0"))
        .join("");
    fc.assert(
      fc.property(address, length, address, length, (one, a, other, b) => {
        const shared = Math.min(a, b);
        const expected = bits(one).slice(0, shared) === bits(other).slice(0, shared);
        expect(rangesOverlap(`${one}/${a}`, `${other}/${b}`)).toBe(expected);
      }),
    );
  });
});
