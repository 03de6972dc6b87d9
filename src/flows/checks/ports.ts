import { type Check, type Finding, findings } from "../../domain/check.ts";
import { describeOwner, stopOwner } from "../../domain/port-owner-text.ts";
import { formatPorts } from "../../domain/ports.ts";
import type { World } from "../../domain/world.ts";
import { isInTheWay, type ObservedPort, observePorts, systemPortWarnings } from "../ports.ts";

/** Whether the stack's ports can be had. */
export const portsCheck: Check = {
  id: "ports",
  title: "Ports",
  looksAt: "the host ports this stack needs, and who holds them",
  run: async (world, { checkout, stack }) => {
    const resolved = await stack();
    const observed = await observePorts(world, checkout, resolved);
    const needed = observed.filter((port) => port.needed).map(({ now }) => now);
    const given = new Set(observed.map(({ now }) => now));
    const found = observed.filter(isInTheWay).map((port) => portFinding(world, port, given));
    return findings(
      await Promise.all(found),
      needed.length === 0 ? "this mode binds no port" : `${formatPorts(needed)} can be had in slot ${resolved.slot}`,
    );
  },
};

/** A port that can still move is a warning: `up` moves it by itself. */
async function portFinding(
  world: World,
  { want, now, verdict }: ObservedPort,
  given: ReadonlySet<number>,
): Promise<Finding> {
  const owner = verdict.state === "taken" ? verdict.owner : undefined;
  const holder = verdict.state === "taken" ? `held by ${describeOwner(owner)}` : "refused by the operating system";
  const stop = stopOwner(owner, now, world.host.platform);
  const says = `port ${now} for ${want.service.id} is ${holder}`;
  const left = await world.sockets.firstFree(want.range.filter((port) => !given.has(port)));
  return left === undefined
    ? { state: "fail", says: `${says}, and its range ${formatPorts(want.range)} is used up`, fixes: [stop] }
    : { state: "warn", says, fixes: [`avb dev up, which moves it to ${left}`, stop] };
}

/** What the operating system does with the ports of its own accord. */
export const ephemeralCheck: Check = {
  id: "ephemeral",
  title: "Ephemeral ports",
  looksAt: "the operating system's range for outgoing connections, and ranges it refuses to programs",
  run: async (world, { checkout }) => {
    const warnings = await systemPortWarnings(world, checkout.slot);
    const found = warnings.map((warning) => ({ state: "warn", ...warning }) as const);
    return findings(found, `the system's own ports and those of slot ${checkout.slot} are apart`);
  },
};
