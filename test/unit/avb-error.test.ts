import { describe, expect, test } from "vitest";
import { AvbError, formatError } from "../../src/domain/errors/avb-error.ts";
import { ERRORS } from "../../src/domain/errors/table.ts";

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");

describe("an error", () => {
  test("is one line with the place, the fact, the fix and the code", () => {
    const error = AvbError.of(
      "NOT_READABLE",
      { path: "/x/.devenvrc", why: "EACCES", fix: "chmod u+r /x/.devenvrc" },
      { place: { file: ".devenvrc", line: 3, column: 7, keyPath: "ports.keycloak" } },
    );
    expect(formatError(error)).toBe(
      "avb: .devenvrc:3:7: ports.keycloak: /x/.devenvrc cannot be read (EACCES). Fix: chmod u+r /x/.devenvrc. [NOT_READABLE]",
    );
  });

  test("shows what was seen below its line, each line marked", () => {
    const error = AvbError.of("SERVER_NOT_READY", { why: "it ended", log: "server.log" }, { detail: "one\ntwo" });
    expect(formatError(error).split("\n").slice(1)).toEqual(["  | one", "  | two"]);
  });

  test("cannot steer the terminal with foreign text", () => {
    const line = formatError(AvbError.of("BUG", { what: "\u001b[2J\u0007evil\rtext" }));
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line).toContain("evil");
  });

  test("takes its exit status from the table, for text and for JSON", () => {
    const error = AvbError.of("LOCK_BUSY", { pid: "812", command: "avb dev up" });
    expect([error.exitCode, error.oclif.exit]).toEqual([11, 11]);
  });
});

describe("the error table", () => {
  test.each(Object.entries(ERRORS))(
    "%s is a sentence with at least one fix, written so that facts fill it",
    (_code, entry) => {
      expect(entry.says).not.toMatch(/\.$/);
      expect(entry.fixes.length).toBeGreaterThan(0);
      for (const text of [entry.says, ...entry.fixes])
        expect(placesOf(text).every((name) => /^[a-z]\w*$/.test(name))).toBe(true);
    },
  );
});
