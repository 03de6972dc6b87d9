import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { LIFECYCLE_MS, REALM, SERVER_ENVIRONMENT } from "../domain/lifecycle-facts.ts";
import { tailOf } from "../domain/printable.ts";
import type { SandboxLaunch } from "../domain/sandbox-protocol.ts";
import { isPositive, isRecordOf, readJson } from "../domain/shape.ts";
import type { World } from "../domain/world.ts";
import { openLocalSecrets } from "./local-secrets.ts";
import { type ObservedSandbox, observeSandbox, PATIENT_MS } from "./observe-sandbox.ts";
import type { SandboxClient } from "./sandbox-client.ts";

const KEEP_LOG_BYTES = 1024 * 1024;
const ADMIN_TOKEN_BITS = 256;

/** What a server is started with, beyond what the checkout itself tells. */
export interface ServerWishes {
  readonly version: string;
  readonly identityPort: number;
  readonly billingPort: number;
  readonly gateway?: string;
}

/**
 * Starts the sandbox server, detached, and answers a client to it once it serves. The launch file, which holds its secrets,
 * exists only while it starts: a later command that finds one knows of a start that was cut off.
 * SERVER_PORT_TAKEN (7) when somebody was quicker, SERVER_NOT_READY (8) otherwise.
 */
export async function startSandbox(
  world: World,
  checkout: Checkout,
  { wishes, signal }: { readonly wishes: ServerWishes; readonly signal: AbortSignal },
): Promise<SandboxClient> {
  const { state } = checkout;
  const launch = await launchOf(world, checkout, wishes);
  if (((await world.files.facts(state.serverLog))?.size ?? 0) > KEEP_LOG_BYTES)
    await world.files.remove(state.serverLog);
  await world.files.write(state.launch, `${JSON.stringify(launch, null, 2)}\n`);
  await world.shell.detach(`${world.host.packageRoot}/dist/sandbox.cjs`, {
    args: [state.launch],
    log: state.serverLog,
    env: serverEnvironment(world),
    readyWithinMs: LIFECYCLE_MS.serverStart,
    signal,
  });
  await world.files.remove(state.launch);
  const observed = await observeSandbox(world, checkout, PATIENT_MS);
  if (observed.state === "answering" && observed.instance.instance === launch.instance) return observed.client;
  const why = `it said that it serves, but ${unusable(observed)}`;
  const detail = tailOf((await world.files.read(state.serverLog)) ?? "");
  throw AvbError.of("SERVER_NOT_READY", { why, log: state.serverLog }, { detail });
}

function unusable(observed: ObservedSandbox): string {
  if (observed.state === "silent") return observed.why;
  return observed.state === "answering" ? "another server's record stands in its place" : LEFT[observed.state];
}

const LEFT = { none: "it left no record", dead: "its process is gone" } as const;

async function launchOf(world: World, checkout: Checkout, wishes: ServerWishes): Promise<SandboxLaunch> {
  const secrets = await openLocalSecrets(world, checkout);
  const { instance, keys, identities, clock, serverLog: log } = checkout.state;
  return {
    instance: world.random.uuid(),
    slot: checkout.slot,
    root: checkout.root,
    realm: REALM,
    adminToken: world.random.token(ADMIN_TOKEN_BITS),
    billingKey: secrets.get("lago/api-key").reveal(),
    state: { instance, keys, identities, clock, log },
    ...wishes,
  };
}

const serverEnvironment = (world: World): Readonly<Record<string, string>> =>
  Object.fromEntries(
    SERVER_ENVIRONMENT.flatMap((name) => {
      const value = world.host.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The server of a start that was cut off before its record was written: its port is held by a process that was given our launch file. */
export interface Orphan {
  readonly pid: number;
  readonly processStart: string;
}

/**
 * Looks for such a server; undefined where no start was cut off, or its process is gone.
 * `guesses` are the ports to look at where the launch file does not tell.
 */
export async function findOrphan(
  world: World,
  checkout: Checkout,
  guesses: readonly number[] = [],
): Promise<Orphan | undefined> {
  const text = await world.files.read(checkout.state.launch);
  const port = text === undefined ? undefined : portIn(text);
  for (const candidate of port === undefined ? guesses : [port]) {
    const found = await ourServerOn(world, checkout, candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function ourServerOn(world: World, { state }: Checkout, port: number): Promise<Orphan | undefined> {
  const pid = (await world.sockets.owner(port))?.pid;
  if (pid === undefined) return undefined;
  const processStart = await world.processes.startOf(pid);
  const isOurs = (await world.processes.commandOf(pid))?.endsWith(` ${state.launch}`) === true;
  return isOurs && processStart !== undefined ? { pid, processStart } : undefined;
}

const isLaunchWithPort = isRecordOf<Pick<SandboxLaunch, "identityPort">>({ identityPort: isPositive });

/** A launch file that was cut off, or that somebody else wrote, tells no port. */
const portIn = (text: string): number | undefined => readJson(text, isLaunchWithPort)?.identityPort;

/** Ends it, if its process is still the same. */
export async function endOrphan(world: World, { pid, processStart }: Orphan): Promise<void> {
  const deadline = world.clock.now() + LIFECYCLE_MS.forcedEnd;
  while ((await world.processes.startOf(pid)) === processStart) {
    world.processes.signal(pid, "SIGKILL");
    if (world.clock.now() > deadline)
      throw AvbError.of("SERVER_STILL_THERE", { pid: String(pid), seconds: String(LIFECYCLE_MS.forcedEnd / 1000) });
    await world.clock.sleep(LIFECYCLE_MS.poll);
  }
}
