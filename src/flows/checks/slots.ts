import { type Check, type Finding, findings } from "../../domain/check.ts";
import { stateRootOf } from "../../domain/checkout.ts";
import { shellWord } from "../../domain/shell-word.ts";
import { parseSlots, type SlotHolder, type SlotRegister } from "../../domain/slots.ts";
import type { World } from "../../domain/world.ts";

/** Which checkout has which slot. */
export const slotsCheck: Check = {
  id: "slots",
  title: "Slots",
  looksAt: "the register of slots, and whether another worktree of this repository has this one's",
  run: async (world, { checkout: { id, root, slot } }) => {
    const path = `${stateRootOf(world.host)}/slots.json`;
    const text = await world.files.read(path);
    if (text === undefined) return [{ state: "ok", says: `slot ${slot}; no worktree has another` }];
    const register = registerIn(text);
    if (register === undefined) {
      const says = `${path} is not what avb wrote there`;
      return [{ state: "fail", says, fixes: [`mv ${shellWord(path)} ${shellWord(`${path}.old`)}`] }];
    }
    const family = Object.entries(register).find(
      ([repository, holders]) => repository === `${root}/.git` || holders[id],
    );
    const holders = await living(
      world,
      Object.entries(family?.[1] ?? {}).flatMap(([other, holder]) => (other === id ? [] : [holder])),
    );
    const same = holders.filter((holder) => holder.slot === slot);
    return findings(
      same.map((holder) => collision(holder)),
      `slot ${slot} is this checkout's alone`,
    );
  },
};

const collision = ({ root, slot }: SlotHolder): Finding => ({
  state: "warn",
  says: `slot ${slot} is also that of ${root}, so both would use the same ports`,
  fixes: [
    `AVB_SLOT=${slot === 9 ? 1 : slot + 1} avb dev up`,
    "remove the line of slot from .devenvrc, or unset AVB_SLOT",
  ],
});

function registerIn(text: string): SlotRegister | undefined {
  try {
    return parseSlots(text);
  } catch {
    return undefined;
  }
}

async function living(world: World, holders: readonly SlotHolder[]): Promise<readonly SlotHolder[]> {
  const facts = await Promise.all(holders.map(({ root }) => world.files.facts(root)));
  return holders.filter((_, index) => facts[index] !== undefined);
}
