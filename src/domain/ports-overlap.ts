import { BLOCKS, blockOf, overlapOf, type PortRange } from "./ports.ts";
import type { PortBlock } from "./service.ts";
import { anotherSlot } from "./slots.ts";
import type { ReservedRange } from "./sockets.ts";
import type { Slot } from "./stack.ts";

/** What the operating system does with ports of its own accord. */
export interface SystemPorts {
  /** `process.platform`: which commands a fix is written in. */
  readonly platform: string;
  /** Its range for outgoing connections. */
  readonly ephemeral?: PortRange;
  readonly reserved: readonly ReservedRange[];
}

/** Something about a slot's ports that a person should know, with at least one cure. */
export interface PortWarning {
  readonly says: string;
  readonly fixes: readonly [string, ...string[]];
}

const KEYS: readonly PortBlock[] = ["voicebox", "lago"];

/** Where a slot's blocks meet what the system hands out for outgoing connections, or refuses to everybody. */
export function overlapWarnings(slot: Slot, system: SystemPorts): readonly PortWarning[] {
  return KEYS.flatMap((key) => {
    const block = { title: BLOCKS[key].title, ...blockOf(key, slot) };
    return [...ephemeralWarning(block, system), ...refusedWarnings(block, slot, system)];
  });
}

interface Titled extends PortRange {
  readonly title: string;
}

function ephemeralWarning(block: Titled, system: SystemPorts): readonly PortWarning[] {
  const shared = system.ephemeral === undefined ? undefined : overlapOf(block, system.ephemeral);
  if (shared === undefined || isSpared(shared, system.reserved)) return [];
  const { from, to } = system.ephemeral ?? shared;
  const says = `the ports ${shared.from}-${shared.to} of ${block.title} lie in the range ${from}-${to} that the system hands out for outgoing connections, so one of them can be taken for a while`;
  return [{ says, fixes: [sparing(shared, system.platform)] }];
}

/** True when every port of the range is kept out of outgoing connections. */
function isSpared(range: PortRange, reserved: readonly ReservedRange[]): boolean {
  const spared = reserved.filter(({ kind }) => kind === "spared").sort((one, other) => one.from - other.from);
  let next = range.from;
  for (const { from, to } of spared) if (from <= next && to >= next) next = to + 1;
  return next > range.to;
}

function refusedWarnings(block: Titled, slot: Slot, system: SystemPorts): readonly PortWarning[] {
  const shared = system.reserved.filter(({ kind }) => kind === "refused").map((range) => overlapOf(block, range));
  return shared
    .filter((range) => range !== undefined)
    .map(({ from, to }) => ({
      says: `the system refuses the ports ${from}-${to} of ${block.title} to every program (Hyper-V and WSL reserve such ranges at start)`,
      fixes: [
        `net stop winnat && ${sparing(block, "win32")} && net start winnat`,
        `use another slot: AVB_SLOT=${anotherSlot(slot)}`,
      ],
    }));
}

/** The command that keeps a range out of outgoing connections until the next restart (on Windows for good). */
function sparing({ from, to }: PortRange, platform: string): string {
  if (platform === "win32")
    return `netsh int ipv4 add excludedportrange protocol=tcp startport=${from} numberofports=${to - from + 1}`;
  if (platform === "darwin") return `sudo sysctl -w net.inet.ip.portrange.last=${from - 1}`;
  return `sudo sysctl -w net.ipv4.ip_local_reserved_ports="$(cat /proc/sys/net/ipv4/ip_local_reserved_ports),${from}-${to}"`;
}
