import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { heard, isToldError, tellable } from "../../src/domain/told-error.ts";

describe("an error that the server tells", () => {
  test("is heard as it was, with its status, sentence and fix", () => {
    const error = AvbError.of("NOT_WRITABLE", {
      ...{ path: "/state/keys.json", why: "EROFS", holder: "/state", owner: "uid 0" },
      fix: "choose another place",
    });
    const told = tellable(error);
    const again = heard(JSON.parse(JSON.stringify(told)));
    for (const key of ["code", "message", "exitCode", "fixes"] as const) expect(again[key]).toEqual(error[key]);
  });

  test("is one of its files; anything else stays in its log", () => {
    expect(tellable(AvbError.of("BUG", { what: "secret" }))).toBeUndefined();
    expect(tellable(new Error("secret"))).toBeUndefined();
  });

  test.each([null, {}, { code: "BUG", facts: {} }, { code: "DISK_FULL" }, { code: "DISK_FULL", facts: { path: 1 } }])(
    "is not taken from whoever says %j",
    (said) => {
      expect(isToldError(said)).toBe(false);
    },
  );
});
