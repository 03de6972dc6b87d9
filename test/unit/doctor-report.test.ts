import { expect, test } from "vitest";
import { doctorText } from "../../src/ui/doctor-report.ts";

test("a finding stands on a line, its cures below it", () => {
  const text = doctorText([
    { id: "node", findings: [{ state: "ok", says: "Node 22" }] },
    {
      id: "state",
      findings: [{ state: "fail", says: "/state is open", fixes: ["chmod 700 /state", "mv /state /old"] }],
    },
  ]);
  expect(text.split("\n")).toEqual([
    "ok    node   Node 22",
    "fail  state  /state is open",
    "             fix: chmod 700 /state",
    "             fix: mv /state /old",
  ]);
});

test("a name with control characters cannot steer the terminal", () => {
  const says = "PATH has '\u001b]0;owned\u0007\u202e', which is odd";
  const text = doctorText([{ id: "path", findings: [{ state: "warn", says, fixes: ["export PATH='\u001b[2J'"] }] }]);
  expect(text).toBe(
    "warn  path  PATH has '\\u{1b}]0;owned\\u{7}\\u{202e}', which is odd\n            fix: export PATH='\\u{1b}[2J'",
  );
});
