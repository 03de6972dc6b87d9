import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { World } from "../domain/world.ts";

const ATTEMPTS = 200;

/** Who may change a stack: written whole, so that whoever finds the lock knows whom to name and whether it still lives. */
export interface LockHolder {
  readonly pid: number;
  /** The operating system's start time of that pid: a reused pid has another one. */
  readonly processStart: string;
  /** What the person typed: `avb dev up`. */
  readonly command: string;
  /** Random; names the one takeover that this holder's death allows. */
  readonly token: string;
}

/** A held lock. */
export interface HeldLock {
  /** The dead holder it was taken over from. */
  readonly tookOverFrom?: LockHolder;
  release(): Promise<void>;
}

/**
 * Becomes the one writer of this checkout and slot, or throws LOCK_BUSY with the holder's pid and command.
 *
 * A dead holder is followed by whoever first makes the file named after its token: that can happen once. The winner then
 * looks whether the dead holder's lock still stands, since another may have come and gone between the reading and the making.
 */
export async function takeLock(world: World, checkout: Checkout, command: string): Promise<HeldLock> {
  const lock = checkout.state.lock;
  const self = await selfAs(world, command);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await world.files.create(lock, JSON.stringify(self))) return { release: () => world.files.remove(lock) };
    const chain = await chainOf(world, lock);
    const last = chain.at(-1);
    if (last !== undefined && (await isAlive(world, last)))
      throw AvbError.of("LOCK_BUSY", { pid: String(last.pid), command: last.command });
    if (last !== undefined && (await follow(world, { checkout, chain, self })))
      return { tookOverFrom: last, release: () => world.files.remove(lock) };
  }
  throw AvbError.of("STATE_CORRUPT", { path: lock, why: "it cannot be taken over" });
}

/** Puts this process in the place of the dead end of the chain, unless another one was quicker. */
async function follow(
  world: World,
  { checkout, chain, self }: { checkout: Checkout; chain: readonly LockHolder[]; self: LockHolder },
): Promise<boolean> {
  const lock = checkout.state.lock;
  const mark = successor(lock, chain.at(-1) ?? self);
  if (!(await world.files.create(mark, JSON.stringify(self)))) return false;
  if ((await readHolder(world, lock))?.token !== chain[0]?.token) {
    await world.files.remove(mark);
    return false;
  }
  await world.files.write(lock, JSON.stringify(self));
  await sweep(world, checkout);
  return true;
}

/** The living or dead holder of the lock, or undefined where nobody holds it; for those who only look. */
export async function lockHolder(
  world: World,
  checkout: Checkout,
): Promise<(LockHolder & { readonly alive: boolean }) | undefined> {
  const last = (await chainOf(world, checkout.state.lock)).at(-1);
  return last === undefined ? undefined : { ...last, alive: await isAlive(world, last) };
}

/** Marks of takeovers, also of those whose winner died; the holder alone may remove them all. */
async function sweep(world: World, { state }: Checkout): Promise<void> {
  const marks = (await world.files.list(state.directory)).map((name) => `${state.directory}/${name}`);
  for (const mark of marks.filter((path) => path.startsWith(`${state.lock}.after-`))) await world.files.remove(mark);
}

const successor = (lock: string, holder: LockHolder): string => `${lock}.after-${holder.token}`;

async function selfAs(world: World, command: string): Promise<LockHolder> {
  const pid = world.processes.self;
  const processStart = (await world.processes.startOf(pid)) ?? "unknown";
  return { pid, processStart, command, token: world.random.token(128) };
}

const isAlive = async (world: World, holder: LockHolder): Promise<boolean> =>
  (await world.processes.startOf(holder.pid)) === holder.processStart;

/** The holder in the lock file, then those who followed a dead one but died before they could put themselves into it. */
async function chainOf(world: World, lock: string): Promise<readonly LockHolder[]> {
  const chain: LockHolder[] = [];
  let holder = await readHolder(world, lock);
  while (holder !== undefined && chain.length < ATTEMPTS) {
    chain.push(holder);
    holder = await readHolder(world, successor(lock, holder));
  }
  return chain;
}

async function readHolder(world: World, path: string): Promise<LockHolder | undefined> {
  const text = await world.files.read(path);
  return text === undefined ? undefined : parseHolder(text, () => world.hash.sha256(text));
}

/** A lock that avb did not write belongs to no living process; its digest stands in for its token. */
function parseHolder(text: string, digest: () => string): LockHolder {
  try {
    const { pid, processStart, command, token }: Record<string, unknown> = JSON.parse(text);
    if (Number.isInteger(pid) && typeof token === "string" && /^[\w-]+$/.test(token))
      return { pid: Number(pid), processStart: String(processStart), command: String(command), token };
  } catch {
    // not JSON: treated like any other foreign text below
  }
  return { pid: -1, processStart: "none", command: "an unreadable lock", token: digest() };
}
