import type { Checkout } from "../../domain/checkout.ts";
import { FORWARDS_FILE, type Forwards, parseForwards } from "../../domain/forwards.ts";
import { LIFECYCLE_MS } from "../../domain/lifecycle-facts.ts";
import type { DesiredContainer } from "../../domain/live/desired.ts";
import type { Step } from "../../domain/plan.ts";
import type { World } from "../../domain/world.ts";

/** What there is of the way to an engine's ports, and what there should be. */
export interface ForwardsSeen {
  readonly have: Forwards | undefined;
  readonly isAlive: boolean;
  /** The address of an engine behind ssh; undefined for one of this machine. */
  readonly engine: string | undefined;
}

const recordOf = ({ state }: Checkout): string => `${state.directory}/${FORWARDS_FILE}`;

/** Looks at the record and at its process; the engine itself is not asked. */
export async function observeForwards(world: World, checkout: Checkout): Promise<ForwardsSeen> {
  const have = parseForwards((await world.files.read(recordOf(checkout))) ?? "");
  // An address that cannot be read is told by whoever asks the engine; a sandbox without containers never does.
  const place = await world.engine.place().catch(() => undefined);
  const isAlive = have !== undefined && (await isOurs(world, have));
  return { have, isAlive, engine: place?.reach === "ssh" ? place.address : undefined };
}

/** The ports that containers publish on their machine. */
export const portsPublished = (containers: readonly DesiredContainer[]): readonly number[] =>
  containers.flatMap(({ request }) => {
    const { PortBindings = {} } = Object(request.HostConfig) as {
      PortBindings?: Record<string, { HostPort: string }[]>;
    };
    return Object.values(PortBindings).flatMap((bound) => bound.map(({ HostPort }) => Number(HostPort)));
  });

/** Ports here that are held by what brings them. */
export const portsForwarded = ({ have, isAlive }: ForwardsSeen): readonly number[] =>
  isAlive ? (have?.ports ?? []) : [];

/** The step that brings these ports here, or ends what brings others; none where all is as it should be. */
export function planForwards(checkout: Checkout, seen: ForwardsSeen, ports: readonly number[]): readonly Step[] {
  const { have, engine } = seen;
  if (engine === undefined || ports.length === 0)
    return have === undefined ? [] : [endForwards(checkout, have, "nothing is to be brought any more", [])];
  const because = whyForward(seen, engine, ports);
  if (because === undefined) return [];
  const step: Step = {
    id: "forward",
    title: `bring ${ports.length === 1 ? "a port" : `${ports.length} ports`} of ${engine} here over ssh`,
    because,
    after: ["ports", "end-server", "end-cut-off"],
    async run(world, _report, signal) {
      if (have !== undefined) await end(world, have);
      const log = checkout.state.sshLog;
      const started = async (pid: number) => {
        const processStart = (await world.processes.startOf(pid)) ?? "";
        const record: Forwards = { address: engine, pid, processStart, ports };
        await world.files.write(recordOf(checkout), `${JSON.stringify(record, null, 2)}\n`);
      };
      await world.remote.forward({ ports, log, started, signal });
    },
  };
  return [step];
}

function whyForward({ have, isAlive }: ForwardsSeen, engine: string, ports: readonly number[]): string | undefined {
  if (have === undefined) return "the engine is another machine's";
  if (!isAlive) return `its process (pid ${have.pid}) is gone`;
  if (have.address !== engine) return `what is there comes from ${have.address}`;
  const missing = ports.filter((port) => !have.ports.includes(port));
  return missing.length === 0
    ? undefined
    : `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not among those`;
}

/** Ends what brings the ports and forgets it; whose pid is somebody else's by now is left alone. */
export const endForwards = (checkout: Checkout, have: Forwards, because: string, after: readonly string[]): Step => ({
  ...{ id: "end-forward", title: `end the ssh that brings the ports of ${have.address} here`, because, after },
  async run(world) {
    await end(world, have);
    await world.files.remove(recordOf(checkout));
  },
});

async function end(world: World, have: Forwards): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (await isOurs(world, have)) world.processes.signal(have.pid, signal);
    const deadline = world.clock.now() + LIFECYCLE_MS.forcedEnd;
    while ((await isOurs(world, have)) && world.clock.now() < deadline) await world.clock.sleep(LIFECYCLE_MS.poll);
  }
}

const isOurs = async (world: World, { pid, processStart }: Forwards): Promise<boolean> =>
  (await world.processes.startOf(pid)) === processStart;

/** What a person should know of it. */
export function forwardsRemark({ have, isAlive }: ForwardsSeen): readonly string[] {
  if (have === undefined) return [];
  const { address, pid } = have;
  return isAlive
    ? [`the containers run at ${address}; ssh (pid ${pid}) brings their ports here`]
    : [`the ssh that brought the ports of ${address} here (pid ${pid}) has ended; start it again: avb dev up`];
}
