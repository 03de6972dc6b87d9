import { expect, test } from "vitest";
import { wholeNumber } from "../../src/domain/whole-number.ts";

const bounds = { from: 1, to: 3600, usual: 60 };

test.each(["0", "-1", "1h30", "Infinity", "1e999", "1e3", "0x50", " 60", "60 ", "6.5", "", "3601", "9".repeat(30)])(
  "a timeout of '%s' is refused with what is allowed",
  (text) => {
    expect(() => wholeNumber("--timeout", text, bounds)).toThrow(
      expect.objectContaining({
        code: "USAGE",
        exitCode: 2,
        message: expect.stringContaining("--timeout takes a whole number from 1 to 3600"),
      }),
    );
  },
);

test.each([
  ["99999", "--timeout 3600"],
  ["9".repeat(30), "--timeout 3600"],
  ["0", "--timeout 60"],
  ["abc", "--timeout 60"],
])("in place of '%s' it offers %s", (text, offer) => {
  expect(() => wholeNumber("--timeout", text, bounds)).toThrow(expect.objectContaining({ fixes: [offer] }));
});

test("plain digits within the bounds are taken", () => {
  expect([wholeNumber("--timeout", "1", bounds), wholeNumber("--timeout", "3600", bounds)]).toEqual([1, 3600]);
});
