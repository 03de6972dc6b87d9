import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { LIFECYCLE_MS } from "../domain/lifecycle-facts.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import type { World } from "../domain/world.ts";
import type { LivingSandbox } from "./observe-sandbox.ts";
import { sandboxClient } from "./sandbox-client.ts";

/**
 * Ends this server and waits until its process is gone: asked politely first, then SIGTERM, then SIGKILL.
 * A signal goes only to a pid whose start time is still the recorded one. SERVER_STILL_THERE (13) when nothing helps.
 */
export async function endSandbox(world: World, checkout: Checkout, observed: LivingSandbox): Promise<void> {
  const { instance } = observed;
  if (observed.state === "answering") {
    const asked = await sandboxClient(world, instance)
      .stop()
      .then(() => true)
      .catch(() => false);
    if (asked && (await isGone(world, instance, LIFECYCLE_MS.politeEnd))) return forget(world, checkout, instance);
  }
  for (const [signal, withinMs] of [
    ["SIGTERM", LIFECYCLE_MS.politeEnd],
    ["SIGKILL", LIFECYCLE_MS.forcedEnd],
  ] as const) {
    if (await isOurs(world, instance)) world.processes.signal(instance.pid, signal);
    if (await isGone(world, instance, withinMs)) return forget(world, checkout, instance);
  }
  const seconds = (LIFECYCLE_MS.politeEnd * 2 + LIFECYCLE_MS.forcedEnd) / 1000;
  throw AvbError.of("SERVER_STILL_THERE", { pid: String(instance.pid), seconds: String(seconds) });
}

/** Removes the record and the launch file of a server that is gone, unless another server has written its own meanwhile. */
export async function forget(world: World, { state }: Checkout, instance: SandboxInstance): Promise<void> {
  const text = (await world.files.read(state.instance)) ?? "";
  if (text.includes(instance.instance)) await world.files.remove(state.instance);
  await world.files.remove(state.launch);
}

const isOurs = async (world: World, { pid, processStart }: SandboxInstance): Promise<boolean> =>
  (await world.processes.startOf(pid)) === processStart;

async function isGone(world: World, instance: SandboxInstance, withinMs: number): Promise<boolean> {
  const deadline = world.clock.now() + withinMs;
  while (await isOurs(world, instance)) {
    if (world.clock.now() >= deadline) return false;
    await world.clock.sleep(LIFECYCLE_MS.poll);
  }
  return true;
}
