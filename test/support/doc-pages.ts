import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DocCommand, docBlocks, indentedExamples } from "./doc-commands.ts";
import { NEEDS_ENGINE, NOT_RUN, OF_CONTAINERS } from "./doc-exceptions.ts";

const ROOT = join(import.meta.dirname, "../..");
/** The order of a reader: what was begun first is used by what follows. */
const FIRST = ["docs/getting-started.md", "README.md"];
const others = readdirSync(join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`)
  .filter((page) => !FIRST.includes(page));

/** The README and every page of `docs/`, in the order of a reader. */
export const PAGES: readonly string[] = [...FIRST, ...others];

/** The text of a page. */
export const pageText = (page: string): string => readFileSync(join(ROOT, page), "utf8");

/** The commands of a page, block by block. */
export const blocksOf = (page: string): readonly (readonly DocCommand[])[] => docBlocks(page, pageText(page));

/** The examples of the commands page. */
export const pageExamples = (): readonly DocCommand[] =>
  indentedExamples("docs/commands.md", pageText("docs/commands.md"));

/** Whether a command needs a container engine. */
export const wantsEngine = ({ command }: DocCommand): boolean => NEEDS_ENGINE.some((one) => one.test(command));

/** Whether a command speaks of containers. */
export const isOfContainers = ({ command }: DocCommand): boolean => OF_CONTAINERS.some((one) => one.test(command));

/** Whether a command of the pages is not run. */
export const isLeftOut = (one: DocCommand): boolean =>
  isOfContainers(one) || Object.keys(NOT_RUN).some((start) => one.command.startsWith(start));

/** The blocks of a page that are typed wherever there is a shell, without what is not run. */
export const runnable = (page: string): readonly (readonly DocCommand[])[] =>
  blocksOf(page)
    .filter((block) => !block.some(wantsEngine))
    .map((block) => block.filter((one) => !isLeftOut(one)))
    .filter((block) => block.length > 0);
