import { type Checkout, statePaths } from "../domain/checkout.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import {
  lowestFreeSlot,
  parseSlot,
  parseSlots,
  repositoryOf,
  type SlotHolder,
  type SlotRegister,
} from "../domain/slots.ts";
import type { Slot } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { type HeldLock, takeLock } from "./lock.ts";

const LOCK_TRIES = 100;
const LOCK_EVERY_MS = 20;

/** What a checkout is known by when its slot is chosen. */
export interface SlotFacts {
  /** Real path of the checkout's root. */
  readonly root: string;
  readonly id: string;
  readonly stateRoot: string;
  /** The slot that the configuration asks for. */
  readonly configured?: Slot;
}

/**
 * The slot of a checkout: AVB_SLOT, else the configured one, else 0 for a repository's main checkout and, for a linked
 * worktree, the one it has had or else the lowest free of 1 to 9. SLOT_INVALID (2), SLOTS_EXHAUSTED (7).
 */
export async function chooseSlot(world: World, facts: SlotFacts): Promise<Slot> {
  const asked = world.host.env.AVB_SLOT;
  if (asked !== undefined && asked !== "") {
    const slot = parseSlot(asked);
    if (slot === undefined) throw AvbError.of("SLOT_INVALID", { value: asked });
    return slot;
  }
  if (facts.configured !== undefined) return facts.configured;
  const repository = await linkedRepository(world, facts.root);
  if (repository === undefined) return 0;
  const held = (await readRegister(world, facts.stateRoot))[repository]?.[facts.id];
  return held?.slot ?? (await claim(world, facts, repository));
}

/** The repository's `.git` folder when the root lies in a linked worktree, whose `.git` is a file. */
async function linkedRepository(world: World, root: string): Promise<string | undefined> {
  for (let folder = root; ; folder = parentOf(folder)) {
    const path = `${folder === "/" ? "" : folder}/.git`;
    const git = await world.files.facts(path);
    if (git?.kind === "file") return realRepository(world, folder, (await world.files.read(path)) ?? "");
    if (git !== undefined || folder === parentOf(folder)) return undefined;
  }
}

/** Git writes the path absolute or, with worktree.useRelativePaths, from the worktree's folder. */
async function realRepository(world: World, folder: string, text: string): Promise<string | undefined> {
  const path = repositoryOf(text);
  if (path === undefined) return undefined;
  const whole = /^(\/|[A-Za-z]:)/.test(path) ? path : `${folder}/${path}`;
  return world.files.realPath(whole).catch(() => whole);
}

const parentOf = (folder: string): string => folder.replace(/[/\\][^/\\]*$/, "") || "/";

/** Gives the worktree a slot and writes it down; one process at a time. */
async function claim(world: World, { root, id, stateRoot }: SlotFacts, repository: string): Promise<Slot> {
  const lock = await registerLock(world, stateRoot);
  try {
    const register = await readRegister(world, stateRoot);
    const holders = await livingHolders(world, register[repository] ?? {});
    const slot = holders[id]?.slot ?? lowestFreeSlot(Object.values(holders));
    if (slot === undefined) throw exhausted(repository, Object.values(holders));
    const next: SlotRegister = { ...register, [repository]: { ...holders, [id]: { root, slot } } };
    await world.files.write(registerPath(stateRoot), `${JSON.stringify(next, null, 2)}\n`);
    return slot;
  } finally {
    await lock.release();
  }
}

const registerPath = (stateRoot: string): string => `${stateRoot}/slots.json`;

/** A worktree whose folder is gone gives its slot back. */
async function livingHolders(world: World, holders: Readonly<Record<string, SlotHolder>>) {
  const there = await Promise.all(
    Object.entries(holders).map(async ([id, holder]) =>
      (await world.files.facts(holder.root)) === undefined ? [] : [[id, holder] as const],
    ),
  );
  return Object.fromEntries(there.flat());
}

const exhausted = (repository: string, holders: readonly SlotHolder[]): AvbError =>
  AvbError.of("SLOTS_EXHAUSTED", {
    repository,
    holders: holders.map(({ root, slot }) => `${slot}: ${root}`).join(", "),
  });

async function readRegister(world: World, stateRoot: string): Promise<SlotRegister> {
  const path = registerPath(stateRoot);
  const text = await world.files.read(path);
  if (text === undefined) return {};
  try {
    return parseSlots(text);
  } catch (cause) {
    const why = cause instanceof SyntaxError ? "it is not JSON" : String(Object(cause).message);
    throw AvbError.of("STATE_CORRUPT", { path, why }, { cause });
  }
}

/** Waits for its turn: the register is held for milliseconds. */
async function registerLock(world: World, stateRoot: string): Promise<HeldLock> {
  const register: Checkout = {
    ...{ root: stateRoot, slug: "slots", id: "slots", slot: 0, state: statePaths(stateRoot, "slots", 0) },
    loaded: { config: DEFAULT_CONFIG, origins: {}, files: [], untrusted: [] },
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await takeLock(world, register, "avb");
    } catch (error) {
      if (!(error instanceof AvbError) || error.code !== "LOCK_BUSY" || attempt === LOCK_TRIES) throw error;
      await world.clock.sleep(LOCK_EVERY_MS);
    }
  }
}
