import { asSlot, BLOCKS, blockOf, SLOTS } from "./ports.ts";
import type { PortBlock } from "./service.ts";
import type { Slot } from "./stack.ts";

/** A linked worktree that holds a slot: the checkout's root and its number. */
export interface SlotHolder {
  readonly root: string;
  readonly slot: Slot;
}

/** Which linked worktree of a repository holds which slot, by the repository's `.git` folder and the checkout's id. */
export type SlotRegister = Readonly<Record<string, Readonly<Record<string, SlotHolder>>>>;

/** The slots that linked worktrees get by themselves: the main checkout keeps 0. */
const LINKED = SLOTS.filter((slot) => slot !== 0);

/** The lowest slot that no holder has. */
export const lowestFreeSlot = (holders: readonly SlotHolder[]): Slot | undefined =>
  LINKED.find((slot) => holders.every((holder) => holder.slot !== slot));

/** A slot to try in the place of this one; 0 is left to the main checkout. */
export const anotherSlot = (slot: Slot): Slot => LINKED.find((other) => other > slot) ?? 1;

const BLOCK_NAMES = Object.keys(BLOCKS) as readonly PortBlock[];

/** The slot that a host port belongs to; 0 for one outside of every block, such as 8080. */
export const slotOfPort = (port: number): Slot =>
  SLOTS.find((slot) =>
    BLOCK_NAMES.some((block) => {
      const { from, to } = blockOf(block, slot);
      return port >= from && port <= to;
    }),
  ) ?? 0;

/** The slot in a text of one digit. */
export const parseSlot = (text: string): Slot | undefined => (/^\d$/.test(text) ? asSlot(Number(text)) : undefined);

/** The repository's `.git` folder in the text of a linked worktree's `.git` file; undefined for a submodule's, which is a checkout of its own. */
export const repositoryOf = (text: string): string | undefined =>
  /^gitdir: (.+)[/\\]worktrees[/\\][^/\\]+\s*$/.exec(text)?.[1];

/** The register in the text of its file; throws an Error that says what is wrong with it. */
export function parseSlots(text: string): SlotRegister {
  const file: unknown = JSON.parse(text);
  return Object.fromEntries(
    entries(file).map(([repository, holders]) => [
      repository,
      Object.fromEntries(entries(holders).map(([id, holder]) => [id, asHolder(id, holder)])),
    ]),
  );
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("it is not a JSON object");
  return Object.entries(value);
}

function asHolder(id: string, value: unknown): SlotHolder {
  const { root, slot }: Record<string, unknown> = Object(value);
  const number = typeof slot === "number" ? asSlot(slot) : undefined;
  if (typeof root !== "string" || number === undefined) throw new Error(`'${id}' holds no slot`);
  return { root, slot: number };
}
