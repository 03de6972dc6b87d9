import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type DocCommand, docBlocks, indentedExamples, linesMissing } from "../support/doc-commands.ts";
import { ENDS_WITH, FROM_NOTHING, NEEDS_ENGINE, NOT_RUN, OF_CONTAINERS, STAYS } from "../support/doc-exceptions.ts";
import { type DocMachine, type DocRun, docMachine } from "../support/doc-machine.ts";
import { needs } from "../support/needs.ts";

const claimed = await claimThisSlot("4");
afterAll(() => claimed.release());

const ROOT = join(import.meta.dirname, "../..");
/** The order of a reader: what was begun first is used by what follows. */
const FIRST = ["docs/getting-started.md", "README.md"];
const others = readdirSync(join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`)
  .filter((page) => !FIRST.includes(page));
const pages = [...FIRST, ...others];
const blocksOf = (page: string) => docBlocks(page, readFileSync(join(ROOT, page), "utf8"));

const isLeftOut = ({ command }: DocCommand) =>
  OF_CONTAINERS.some((one) => one.test(command)) || Object.keys(NOT_RUN).some((start) => command.startsWith(start));
const wantsEngine = (block: readonly DocCommand[]) =>
  block.some(({ command }) => NEEDS_ENGINE.some((one) => one.test(command)));
const runnable = (page: string) =>
  blocksOf(page)
    .filter((block) => !wantsEngine(block))
    .map((block) => block.filter((one) => !isLeftOut(one)))
    .filter((block) => block.length > 0);

const statusOf = ({ command }: DocCommand) => ENDS_WITH[command]?.[0] ?? 0;
/** What is not as the page says, with what was printed. */
const wrong = (runs: readonly DocRun[]) =>
  runs.flatMap((run) => {
    const missing = linesMissing(run.prints ?? [], run.printed);
    return run.status === statusOf(run) && missing.length === 0 ? [] : [{ ...run, missing }];
  });

const typed = (command: string): DocCommand => ({ place: "between the blocks", command });
const ends = ({ command }: DocCommand) => /avb dev (down|reset)\b/.test(command);

let machine: DocMachine;
/** Whether the stack runs, as far as commands were typed. */
let isUp = false;
beforeAll(async () => {
  machine = await docMachine(4);
});
afterAll(() => machine.close());

async function follow(block: readonly DocCommand[]): Promise<readonly DocRun[]> {
  const runs = await machine.run(isUp ? block : [typed("avb dev up"), ...block]);
  isUp = !block.some(ends);
  return runs;
}

/** Reads a page from the top; one that begins with nothing finds nothing, whatever the pages before it left. */
async function read(page: string): Promise<readonly DocRun[]> {
  const isFresh = FROM_NOTHING.includes(page);
  const runs = isFresh ? [...(await machine.run([typed("avb dev reset --yes")]))] : [];
  // Such a page starts the stack itself, so nothing is started for its first block.
  isUp = isFresh || isUp;
  for (const block of runnable(page)) {
    runs.push(...(await follow(block)));
    isUp = isUp && !block.some(({ command }) => command.endsWith("up --plan"));
  }
  return runs;
}

needs(["bash", "curl"], "every command of the pages works in the order in which it is read", () => {
  test.each(pages.filter((page) => runnable(page).length > 0))("%s", { timeout: 110_000 }, async (page) => {
    const runs = await read(page);
    expect(wrong(runs)).toEqual([]);
    expect(runs.length).toBeGreaterThan(0);
  });

  test("an application was asked with the tokens that the pages get", () => {
    expect(machine.asked.length).toBeGreaterThan(0);
    for (const header of machine.asked) expect(header).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  });
});

needs(["bash", "engine", "compose", "dataImages"], "every command of the pages that needs a container engine", () => {
  const blocks = pages
    .flatMap((page) => blocksOf(page).filter(wantsEngine))
    .map((block) => block.filter((one) => !isLeftOut(one)))
    .filter((block) => block.length > 0);
  test.each(blocks.map((block) => [block[0]?.place, block] as const))("%s", async (_, block) => {
    expect(wrong(await follow(block))).toEqual([]);
  });
});

test("each exception is some page's command still", () => {
  const examples = indentedExamples("docs/commands.md", readFileSync(join(ROOT, "docs/commands.md"), "utf8"));
  const all = [...pages.flatMap(blocksOf).flat(), ...examples];
  for (const whole of [...Object.keys(ENDS_WITH), ...STAYS])
    expect(
      all.some(({ command }) => command === whole),
      whole,
    ).toBe(true);
  for (const start of Object.keys(NOT_RUN))
    expect(
      all.some(({ command }) => command.startsWith(start)),
      start,
    ).toBe(true);
});

test("the README leads to every page", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  for (const page of pages) if (page !== "README.md") expect(readme).toContain(`](${page})`);
});
