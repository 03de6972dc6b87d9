import {
  EVENTS_FILE,
  isEventsLine,
  isJournalLine,
  isSnapshot,
  journalFile,
  SNAPSHOT_FILE,
  strangeLine,
  strangeLines,
} from "../../domain/billing-files.ts";
import { type Check, type Finding, findingOf, findings } from "../../domain/check.ts";
import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { type Guard, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { recordedInstance } from "../running-instance.ts";

/** The records of the mock billing API: without them it answers nothing. */
export const billingCheck: Check = {
  id: "billing",
  title: "Billing records",
  looksAt: "whether the mock billing API's tables, journal and usage events can still be read",
  run: async (world, { checkout }) => {
    const { billing } = checkout.state;
    const text = await world.files.read(`${billing}/${SNAPSHOT_FILE}`);
    const snapshot = text === undefined ? { journal: 0 } : readJson(text, isSnapshot);
    const seen: Seen = { world, folder: billing, isServed: await isServed(world, checkout) };
    const found = await Promise.all([
      ...(snapshot === undefined ? [] : [strangeIn(seen, journalFile(snapshot.journal), isJournalLine)]),
      strangeIn(seen, EVENTS_FILE, isEventsLine),
    ]);
    const broken =
      snapshot === undefined ? [corrupt(`${billing}/${SNAPSHOT_FILE}`, "it is not the billing state")] : [];
    return findings([...broken, ...found.flat()], "what the mock billing API keeps can be read");
  },
};

interface Seen {
  readonly world: World;
  readonly folder: string;
  /** A server that lives may have the files open. */
  readonly isServed: boolean;
}

async function strangeIn({ world, folder, isServed }: Seen, name: string, guard: Guard<unknown>) {
  const path = `${folder}/${name}`;
  const lines = strangeLines((await world.files.read(path)) ?? "", guard);
  const [first] = lines;
  if (first === undefined) return [];
  const finding = corrupt(path, strangeLine(first));
  return [isServed ? afterwards(finding) : curable(finding, path, lines)];
}

const FIX = "avb dev doctor --check billing --fix";

const curable = ({ says }: Finding, path: string, lines: readonly number[]): Finding => ({
  ...{ state: "fail", says, fixes: [FIX] },
  cure: { kind: "drop-lines", path, lines },
});

const afterwards = ({ says }: Finding): Finding => ({ state: "fail", says, fixes: [`avb dev down; ${FIX}`] });

const isServed = (world: World, checkout: Checkout): Promise<boolean> =>
  recordedInstance(world, checkout).then(
    ({ state }) => state === "alive",
    () => true,
  );

const corrupt = (path: string, why: string): Finding => findingOf(AvbError.of("STATE_CORRUPT", { path, why }));
