import { expect, test } from "vitest";
import { docBlocks, indentedExamples, linesMissing } from "../support/doc-commands.ts";

const page = (...lines: string[]) => docBlocks("p.md", lines.join("\n"));

test("every line of an sh block is a command with its place; comments and empty lines are none", () => {
  expect(page("text", "```sh", "# first", "one --a # why", "", "two \\", "  --b", "echo 'a#b'", "```", "more")).toEqual(
    [
      [
        { place: "p.md:4", command: "one --a" },
        { place: "p.md:6", command: "two  --b" },
        { place: "p.md:8", command: "echo 'a#b'" },
      ],
    ],
  );
});

test("a console block is commands with what they print, an example's output is not held against it", () => {
  const lines = ["$ one", "1 line", "", "  2 lines", "$ two", "```"];
  expect(page("```console", ...lines)).toEqual([
    [
      { place: "p.md:2", command: "one", prints: ["1 line", "  2 lines"] },
      { place: "p.md:6", command: "two" },
    ],
  ]);
  expect(page("```console example", ...lines)[0]?.[0]).toEqual({ place: "p.md:2", command: "one" });
});

test("other languages are passed over, and a fence inside a list counts", () => {
  expect(page("```yaml", "avb: dev up", "```", "1. x", "   ```sh", "one", "   ```", "```", "two", "```")).toEqual([
    [{ place: "p.md:6", command: "one" }],
  ]);
});

test("of the commands page, the first indented line of a section is the form and no example", () => {
  const text = [
    "## avb x",
    "    avb x [flags]",
    "words",
    "    avb x --a",
    "    avb x --b",
    "## avb y",
    "    avb y",
  ].join("\n");
  expect(indentedExamples("p.md", text).map(({ command }) => command)).toEqual(["avb x --a", "avb x --b"]);
});

test("a transcript's lines are looked for in order; numbers and widths may differ, words may not", () => {
  const printed = "done: start on http://localhost:65356 (0.95 s)\nUser   Password\nann    x7-_Q\n";
  expect(linesMissing(["✔ start on http://localhost:8080 (0.2 s)", "ann  x…"], printed)).toEqual([]);
  expect(linesMissing(["ann  x…", "User Password"], printed)).toEqual(["User Password"]);
  expect(linesMissing(["✔ started on http://localhost:8080 (0.2 s)", "(ann"], printed)).toHaveLength(2);
});
