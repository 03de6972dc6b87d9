import { Errors } from "@oclif/core";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/command-table.ts";
import { unknownCommand } from "../../src/failure.ts";

const typed = (id: string) => unknownCommand(new Errors.CLIError(`command ${id} not found`), Object.keys(COMMANDS));

test.each([
  ["dev:upp", "'avb dev upp' is not a command", "avb dev up"],
  ["dev:reste", "'avb dev reste' is not a command", "avb dev reset"],
  ["dev:statsu:now", "'avb dev statsu now' is not a command", "avb dev status"],
  ["dev:keys:rotat", "'avb dev keys rotat' is not a command", "avb dev keys rotate"],
  ["trsut", "'avb trsut' is not a command", "avb trust"],
  ["dev:zzzzzzzz", "'avb dev zzzzzzzz' is not a command", "avb --help"],
])("%s is told as it was typed, with the command that was meant", (id, message, fix) => {
  expect(typed(id)).toMatchObject({ code: "USAGE", exitCode: 2, message, fixes: [fix] });
});

test("what a person typed cannot steer the terminal", () => {
  expect(typed("\u001b[2J")?.message).toBe("'avb \\u{1b}[2J' is not a command");
});

test("any other error stays what it is", () => {
  expect(unknownCommand(new Errors.CLIError("something else"), [])).toBeUndefined();
  expect(unknownCommand(new Error("command x not found"), [])).toBeUndefined();
});
