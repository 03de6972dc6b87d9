import { afterAll, beforeAll, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type DocCommand, linesMissing } from "../support/doc-commands.ts";
import { ENDS_WITH, FROM_NOTHING, NOT_RUN, STAYS } from "../support/doc-exceptions.ts";
import { type DocMachine, type DocRun, docMachine } from "../support/doc-machine.ts";
import { blocksOf, isLeftOut, PAGES, pageExamples, pageText, runnable, wantsEngine } from "../support/doc-pages.ts";
import { needs } from "../support/needs.ts";

const claimed = await claimThisSlot("4");
afterAll(() => claimed.release());

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
  test.each(PAGES.filter((page) => runnable(page).length > 0))("%s", { timeout: 110_000 }, async (page) => {
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
  const blocks = PAGES.flatMap((page) => blocksOf(page).filter((block) => block.some(wantsEngine)))
    .map((block) => block.filter((one) => !isLeftOut(one)))
    .filter((block) => block.length > 0);
  test.each(blocks.map((block) => [block[0]?.place, block] as const))("%s", async (_, block) => {
    expect(wrong(await follow(block))).toEqual([]);
  });
});

test("each exception is some page's command still", () => {
  const all = [...PAGES.flatMap(blocksOf).flat(), ...pageExamples()];
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
  const readme = pageText("README.md");
  for (const page of PAGES) if (page !== "README.md") expect(readme).toContain(`](${page})`);
});
