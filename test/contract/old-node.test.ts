import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ERRORS } from "../../src/domain/errors/table.ts";

test("what bin/run.js says to an old Node is the table's sentence, fix, code and exit status", () => {
  const entry = readFileSync("bin/run.js", "utf8");
  const { says, fixes, exit } = ERRORS.NODE_TOO_OLD;
  const sentence = says.replace("{version}", "$" + "{process.versions.node}");
  expect(entry).toContain(`avb: ${sentence}. Fix: ${fixes[0]}. [NODE_TOO_OLD]`);
  expect(entry).toContain(`process.exit(${exit})`);
});
