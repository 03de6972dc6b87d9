import { type Check, type Finding, findingOf, findings } from "../../domain/check.ts";
import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { formatPorts } from "../../domain/ports.ts";
import { printSticky, type StickyPort } from "../../domain/ports-sticky.ts";
import type { WantedPort } from "../../domain/ports-wanted.ts";
import type { World } from "../../domain/world.ts";
import { clockOffset } from "../clock-offset.ts";
import { unfinishedRun } from "../journal.ts";
import { lockHolder } from "../lock.ts";
import { readSticky, wantedFor } from "../resolve-stack.ts";

const DAY_MS = 86_400_000;
/** A key that nobody has changed for a season. */
const OLD_DAYS = 90;
/** The shape of what each file of avb's holds; the ports and the server have checks of their own. */
const RECORDS = ["secrets", "identities"] as const;

/** The files avb cannot make anew without forgetting something. */
export const recordsCheck: Check = {
  id: "records",
  title: "Records",
  looksAt: "whether the files of local secrets, of identities and of a moved clock can still be read",
  run: async (world, { checkout }) => {
    const { state } = checkout;
    const found = await Promise.all([
      ...RECORDS.map((name) => brokenJson(world, state[name])),
      brokenClock(world, checkout),
    ]);
    return findings(found.flat(), "what avb keeps can be read");
  },
};

async function brokenJson(world: World, path: string): Promise<readonly Finding[]> {
  const text = await world.files.read(path);
  return text === undefined || isJsonObject(text) ? [] : [corrupt(path, "it is not JSON")];
}

/** What it should have said can be said again, so it need not cost the rest as a reset would. */
const brokenClock = (world: World, checkout: Checkout): Promise<readonly Finding[]> =>
  clockOffset(world, checkout).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof AvbError) || error.code !== "CLOCK_UNREADABLE") throw error;
      const cure = { kind: "remove", path: checkout.state.clock } as const;
      return [{ state: "fail", says: error.message, fixes: ["avb dev doctor --check records --fix"], cure }];
    },
  );

const corrupt = (path: string, why: string): Finding => findingOf(AvbError.of("STATE_CORRUPT", { path, why }));

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The key that signs the sandbox's tokens. */
export const keysCheck: Check = {
  id: "keys",
  title: "Signing key",
  looksAt: `whether the sandbox's signing key is there and less than ${OLD_DAYS} days old`,
  run: async (world, { checkout: { state } }) => {
    const text = await world.files.read(state.keys);
    if (text === undefined) return [{ state: "ok", says: "there is none yet; the first start makes it" }];
    const madeAt = madeAtOf(text);
    if (madeAt === undefined) return [corrupt(state.keys, "it holds no usable signing key")];
    const days = Math.floor((world.clock.now() - madeAt) / DAY_MS);
    if (days <= OLD_DAYS) return [{ state: "ok", says: `made ${Math.max(days, 0)} days ago` }];
    return [{ state: "warn", says: `the signing key is ${days} days old`, fixes: ["avb dev keys rotate"] }];
  },
};

function madeAtOf(text: string): number | undefined {
  try {
    const madeAt: unknown = JSON.parse(text).signing[0].createdAtMs;
    return typeof madeAt === "number" ? madeAt : undefined;
  } catch {
    return undefined;
  }
}

/** Ports that were moved once and remembered. */
export const stickyCheck: Check = {
  id: "sticky",
  title: "Remembered ports",
  looksAt: "whether the ports that avb moved earlier are still of services and ranges that there are",
  run: async (world, { checkout }) => {
    const sticky = await readSticky(world, checkout).catch(() => undefined);
    if (sticky === undefined) return [{ state: "ok", says: "not looked at: their file cannot be read" }];
    const wanted = await wantedFor(world, checkout, new Set());
    const embedded = await wantedFor(world, checkout, new Set(wanted.map(({ service }) => service.id)));
    const known = new Map([...wanted, ...embedded].map((port) => [port.key, port]));
    const isFit = (key: string, { given }: StickyPort) => known.get(asKey(key, known))?.range.includes(given) === true;
    const kept = [...sticky].map(([key, moves]) => [key, moves.filter((move) => isFit(key, move))] as const);
    const text = printSticky(new Map(kept.filter(([, moves]) => moves.length > 0)));
    const cure = { kind: "rewrite", path: checkout.state.ports, text } as const;
    const unfit = [...sticky].flatMap(([key, moves]) =>
      moves.filter((move) => !isFit(key, move)).map(({ given }) => unfitFinding(key, given, known)),
    );
    return findings(
      unfit.map((says) => ({ state: "warn", says, fixes: ["avb dev doctor --check sticky --fix"], cure })),
      sticky.size === 0 ? "none was moved" : `${[...sticky.keys()].join(", ")} moved inside their ranges`,
    );
  },
};

const asKey = (key: string, known: ReadonlyMap<WantedPort["key"], WantedPort>): WantedPort["key"] =>
  [...known.keys()].find((other) => other === key) ?? "none.none";

function unfitFinding(key: string, given: number, known: ReadonlyMap<WantedPort["key"], WantedPort>): string {
  const range = known.get(asKey(key, known))?.range;
  if (range === undefined) return `port ${given} is remembered for ${key}, which there is not`;
  return `port ${given} is remembered for ${key}, whose range is ${formatPorts(range)}`;
}

/** The last change of the stack. */
export const journalCheck: Check = {
  id: "journal",
  title: "Journal",
  looksAt: "whether the last command that changed this stack came to its end",
  run: async (world, { checkout }) => {
    const run = await unfinishedRun(world, checkout);
    if (run === undefined || (await isBeingChanged(world, checkout)))
      return [{ state: "ok", says: "no change was cut off" }];
    const during = run.goingOn.length === 0 ? "" : ` during: ${run.goingOn.join(", ")}`;
    const says = `the last '${run.command}' (pid ${run.pid}) was cut off${during}`;
    return [
      { state: "warn", says, fixes: [`${run.command}, which goes on from what is there`], cure: { kind: "take-over" } },
    ];
  },
};

const isBeingChanged = async (world: World, checkout: Checkout): Promise<boolean> =>
  (await lockHolder(world, checkout))?.alive === true;
