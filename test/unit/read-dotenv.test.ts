import { expect, test } from "vitest";
import { readDotenv } from "../../src/domain/env-format/read-dotenv.ts";

test.each([
  ["A=1", { A: "1" }],
  ["export A = 'x y'  # why", { A: "x y" }],
  ['A="x # y"', { A: "x # y" }],
  ["A=x # y", { A: "x" }],
  ["A=x#y", { A: "x#y" }],
  ["A=\r\nB=2\r\nA=3", { A: "3", B: "2" }],
  ["\uFEFFA=1\n# B=2\nC D=3\n=4", { A: "1" }],
  ["A=$B `d`", { A: "$B `d`" }],
  ["A='it", { A: "'it" }],
])("%j", (text, values) => {
  expect(Object.fromEntries(readDotenv(text))).toEqual(values);
});
