import { expect, test } from "vitest";
import { bashCompletion } from "../../src/ui/completion/bash.ts";
import { fishCompletion } from "../../src/ui/completion/fish.ts";
import { type CompletionCommand, completionNodes } from "../../src/ui/completion/tree.ts";
import { zshCompletion } from "../../src/ui/completion/zsh.ts";

const commands: readonly CompletionCommand[] = [
  {
    id: "dev:up",
    summary: "Start it: don't wait.\nMore.",
    flags: [
      { name: "mode", summary: "The mode.", takesValue: true, options: ["sandbox", "live"] },
      { name: "out", summary: "A folder.", takesValue: true, options: [] },
    ],
    words: [],
  },
  { id: "init", summary: "Begin.", flags: [], words: ["now"] },
];
const nodes = completionNodes(commands, [{ name: "dev", summary: "Run things." }]);

test("each point of the command line knows what may come next", () => {
  expect(nodes.map(({ path, words }) => [path, words.map(({ name }) => name)])).toEqual([
    ["", ["dev", "init"]],
    ["dev", ["up"]],
    ["dev up", []],
    ["init", ["now"]],
  ]);
});

test("a command is described by its own words and a topic by the topic's", () => {
  expect(nodes[0]?.words).toEqual([
    { name: "dev", summary: "Run things." },
    { name: "init", summary: "Begin." },
  ]);
});

test("a quote in a summary ends no text of the script", () => {
  expect(zshCompletion(nodes)).toContain("'up:Start it\\: don'\\''t wait'");
  expect(fishCompletion(nodes)).toContain("-d 'Start it: don\\'t wait'");
});

test("the same commands in another order give the same script", () => {
  const turned = completionNodes([...commands].reverse(), [{ name: "dev", summary: "Run things." }]);
  for (const script of [bashCompletion, fishCompletion, zshCompletion]) expect(script(turned)).toBe(script(nodes));
});
