import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDotenv } from "../../src/credentials/dotenv.ts";
import { renderEnv } from "../../src/domain/env-format/render-env.ts";

const textIn = (text: string) => readDotenv(text).entries[0]?.text;

describe("a dotenv text", () => {
  test.each([
    ["A=b", "b"],
    ["export A=b", "b"],
    ["  A = b  ", "b"],
    ["A='b # c'", "b # c"],
    ["A=b # c", "b"],
    ["A=b#c", "b#c"],
    ["A=''", ""],
    ["A=", ""],
    ["A='$HOME $(id) `id`'", "$HOME $(id) `id`"],
    ['A="x\\ny"', "x\ny"],
    ['A="a\\"b\\\\c"', 'a"b\\c'],
    ["A='line 1\nline 2' # more", "line 1\nline 2"],
    ['A="-----BEGIN X-----\nabc\n-----END X-----"', "-----BEGIN X-----\nabc\n-----END X-----"],
    ["\ufeffA=b\r\nB=c", "b"],
  ])("%j gives %j", (text, value) => {
    expect(readDotenv(text).problems).toEqual([]);
    expect(textIn(text)).toBe(value);
  });

  test.each([
    ["A B C", 1, /not NAME=value/],
    ["A=1\nB-C=2", 2, /not NAME=value/],
    ["# ok\n\nA='never closed\nB=1", 3, /no closing '/],
    ["A='b'c", 1, /text after its closing quote/],
    ["A=1\nA=2", 2, /A is there twice/],
  ])("%j is refused at line %i", (text, line, why) => {
    expect(readDotenv(text).problems).toEqual([{ line, why: expect.stringMatching(why) }]);
  });

  test("whatever avb writes, it reads back", () => {
    const writable = fc.string({ unit: "grapheme" }).filter((text) => {
      try {
        renderEnv("dotenv", [{ name: "A", text }]);
        return true;
      } catch {
        return false;
      }
    });
    fc.assert(
      fc.property(writable, (text) => {
        expect(textIn(renderEnv("dotenv", [{ name: "A", text }]))).toBe(text);
      }),
    );
  });

  test("whatever it is given, it ends, and counts its lines from 1", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."AB='\"\\#\n $x") }), (text) => {
        const { entries, problems } = readDotenv(text);
        for (const { line } of [...entries, ...problems]) expect(line).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });
});
