import type { Checkout } from "../../domain/checkout.ts";
import type { ConfigOverrides } from "../../domain/config.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { isMode } from "../../domain/modes.ts";
import { isCount, isFlag, isListOf, isMapOf, isRecordOf, isText, orAbsent, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import type { Standing } from "./await-usable.ts";

/** What the last `up` was asked for by flags, and how its services stood when they were found usable. */
export interface StackRecord {
  readonly mode: string;
  readonly with: readonly string[];
  readonly without: readonly string[];
  /** False where it was asked to do without prepared images. */
  readonly prepare?: boolean;
  /** Services that avb's stand-in runs for, because somebody allowed it. */
  readonly standIns?: readonly string[];
  /** By service. */
  readonly usable: Readonly<Record<string, readonly Standing[]>>;
}

const isStanding = isRecordOf<Standing>({ id: isText, startedAtMs: isCount, restartCount: isCount });
const isStackRecord = isRecordOf<StackRecord>({
  mode: (value: unknown): value is string => isText(value) && isMode(value),
  with: isListOf(isText),
  without: isListOf(isText),
  prepare: orAbsent(isFlag),
  standIns: orAbsent(isListOf(isText)),
  usable: isMapOf(isListOf(isStanding)),
});

/** The record of a stack that has containers; undefined where none was started. STATE_CORRUPT for one that cannot be read. */
export async function stackRecord(world: World, { state }: Checkout): Promise<StackRecord | undefined> {
  const text = await world.files.read(state.containers);
  if (text === undefined) return undefined;
  const record = readJson(text, isStackRecord);
  if (record === undefined)
    throw AvbError.of("STATE_CORRUPT", { path: state.containers, why: "it is no record of a stack" });
  return record;
}

/** Writes the record, old or new and never torn; a record that says the same is left alone. */
export async function keepStackRecord(world: World, { state }: Checkout, record: StackRecord): Promise<void> {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  if ((await world.files.read(state.containers)) !== text) await world.files.write(state.containers, text);
}

/** What a command is asked for when it does not say: what the running stack was asked for. */
export function wishesBy(
  record: Pick<StackRecord, "mode" | "with" | "without"> | undefined,
  asked: ConfigOverrides,
): ConfigOverrides {
  if (record === undefined || (asked.mode !== undefined && asked.mode !== record.mode)) return asked;
  const kept = record.with.filter((id) => !asked.without?.includes(id));
  const left = record.without.filter((id) => !asked.with?.includes(id));
  return {
    ...{ ...asked, mode: record.mode },
    ...(asked.with === undefined && kept.length > 0 ? { with: kept } : {}),
    ...(asked.without === undefined && left.length > 0 ? { without: left } : {}),
  };
}
