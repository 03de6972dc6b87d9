import { expect, test } from "vitest";
import { commandsPage, type DocumentedCommand } from "../../src/ui/commands-page.ts";

const command = (more: Partial<DocumentedCommand>): DocumentedCommand => ({
  ...{ id: "dev:go", summary: "Go somewhere.", flags: {}, args: {} },
  ...more,
});
const flag = { type: "option", summary: "Where.", env: "AVB_X" } as const;

test("a default is told when it says something", () => {
  const page = commandsPage([
    command({
      flags: {
        none: { ...flag, name: "none", default: [] },
        empty: { ...flag, name: "empty", default: "" },
        some: { ...flag, name: "some", default: "here" },
      },
    }),
  ]);
  expect(page.match(/Default: [^|]*/g)).toEqual(["Default: here. "]);
});

test("a switch that can be turned off is shown with how", () => {
  const seed = { name: "seed", type: "boolean", summary: "Write.", env: "AVB_SEED", allowNo: true } as const;
  const page = commandsPage([command({ flags: { seed, plan: { ...seed, name: "plan", allowNo: false } } })]);
  expect(page).toContain("| `--seed, --no-seed` | `AVB_SEED` | Write. |");
  expect(page).toContain("| `--plan` |");
});

test("a command's own line of usage wins over the one made from its arguments", () => {
  expect(commandsPage([command({ usage: "dev go [FLAGS] -- COMMAND..." })])).toContain(
    "\n    avb dev go [FLAGS] -- COMMAND...\n",
  );
  expect(commandsPage([command({ args: { place: { name: "place" } } })])).toContain("\n    avb dev go [PLACE]\n");
});

test("a caption stands apart from the example before it and from the one after", () => {
  const examples = [
    "<%= config.bin %> dev go",
    "<%= config.bin %> dev go --far",
    { description: "Back:", command: "<%= config.bin %> dev go --back" },
    "<%= config.bin %> dev go --on",
  ];
  expect(commandsPage([command({ examples })])).toContain(
    "    avb dev go\n    avb dev go --far\n\nBack:\n\n    avb dev go --back\n\n    avb dev go --on\n",
  );
});
