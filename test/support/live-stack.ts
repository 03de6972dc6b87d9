import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { EngineContainer } from "../../src/domain/containers.ts";
import { claimSlot } from "./claimed-slot.ts";
import { type FaultStack, faultStack } from "./fault-stack.ts";
import { LIMITS, liveContainers } from "./live-engine.ts";
import type { AvbRun } from "./run-avb.ts";

/** A checkout of its own whose containers run in the real engine. */
export interface LiveStack extends Omit<FaultStack, "remove"> {
  readonly root: string;
  readonly slot: string;
  /** Writes a file of the repository. */
  put(path: string, text: string): void;
  /** Allows what `.devenvrc` asks for by now. */
  trust(): Promise<void>;
  /** Its containers, by name. */
  containers(): Promise<readonly EngineContainer[]>;
  /** The engine's id of each container, by its own name. */
  ids(): Promise<Readonly<Record<string, string>>>;
  /** The one container of this name. */
  container(name: string): Promise<EngineContainer>;
  /** Names of what is at the engine, volumes too. */
  leftovers(): Promise<readonly string[]>;
  /** Runs `avb dev …`, which must succeed, and answers what it says as JSON. */
  json(...args: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
}

const ownName = ({ labels, name }: EngineContainer): string => labels["com.docker.compose.service"] ?? name;

/** A name that no other checkout on this machine has. */
export const checkoutName = (): string => `shop-${randomUUID().slice(0, 8)}`;

/** Where a stack is to be made, if not in a checkout with a name of its own and a slot that no other test has. */
export interface LiveStackPlace {
  readonly name?: string;
  /** A slot that this test has claimed already. */
  readonly slot?: string;
}

/** Makes one with these files; it is ended with all its data when the test has. */
export async function liveStack(
  files: Readonly<Record<string, string>> = {},
  { name = checkoutName(), slot: own }: LiveStackPlace = {},
): Promise<LiveStack> {
  const claimed = own === undefined ? await claimSlot() : { slot: own, release: () => undefined };
  const { slot } = claimed;
  const { remove, ...stack } = faultStack(slot, name);
  const root = realpathSync(stack.home.cwd);
  const label = [`avb.root=${root}`];
  const put: LiveStack["put"] = (path, text) => writeFileSync(join(root, path), text);
  for (const [path, text] of Object.entries(files)) put(path, text);
  const containers = () => liveContainers.list(label, LIMITS);
  const named = async () => (await containers()).map((one) => [ownName(one), one] as const);
  onTestFinished(() => {
    try {
      removeAll(root);
      remove();
    } finally {
      claimed.release();
    }
  }, 120_000);
  return {
    ...{ ...stack, root, slot, put, containers },
    async trust() {
      expectDone(await stack.home.run(["trust", "--yes"]));
    },
    ids: async () => Object.fromEntries((await named()).map(([name, { id }]) => [name, id])),
    container: async (name) => new Map(await named()).get(name) ?? expect.fail(`${name} is not there`),
    leftovers: async () => {
      const places = [liveContainers.networks(label, LIMITS), liveContainers.volumes(label, LIMITS)];
      return (await Promise.all([containers(), ...places])).flat().map(({ name }) => name);
    },
    async json(...args) {
      const run = expectDone(await stack.avb(...args, "--json"));
      return JSON.parse(run.stdout).data ?? {};
    },
  };
}

/** Fails with what avb said unless it ended well. */
export function expectDone(run: AvbRun): AvbRun {
  expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  return run;
}

/** By docker's own client, whatever state avb has left it in. */
function removeAll(root: string): void {
  const docker = (...args: readonly string[]) => execFileSync("docker", args, { encoding: "utf8", stdio: "pipe" });
  const remove = (list: readonly string[], verb: readonly string[]) => {
    const found = docker(...list, "--quiet", "--filter", `label=avb.root=${root}`);
    const ids = found.split("\n").filter(Boolean);
    if (ids.length > 0) docker(...verb, ...ids);
  };
  remove(["ps", "--all"], ["rm", "--force", "--volumes"]);
  remove(["network", "ls"], ["network", "rm"]);
  remove(["volume", "ls"], ["volume", "rm"]);
}
