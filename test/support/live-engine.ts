import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { homedir } from "node:os";
import { onTestFinished } from "vitest";
import { engineContainers } from "../../src/adapters/containers.ts";
import { engineConnection } from "../../src/adapters/engine-connection.ts";
import type { Containers, CreateRequest } from "../../src/domain/containers.ts";

/** The smallest image there is for containers of tests. */
export const BUSYBOX = "busybox:1.35";

/** How long a call of a test may take on a machine that does other things too. */
export const LIMITS = { timeoutMs: 20_000 } as const;

const REMOVING_MS = 60_000;

const connection = engineConnection({ env: process.env, home: homedir(), platform: process.platform });

/** What this process speaks to the real engine with. */
export const liveContainers: Containers = engineContainers(connection);

/** docker's own client, as a second opinion. */
export const docker = (...args: readonly string[]): string => execFileSync("docker", args, { encoding: "utf8" }).trim();

/** Removes what the engine has that fits, by the Engine API itself, whatever state avb has left it in: `{ label: ["avb.root=…"] }`. */
export async function removeAll(fits: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const filters = JSON.stringify(fits);
  await connection.ask({ timeoutMs: REMOVING_MS }, async ({ client }) => {
    const found = await client.listContainers({ all: true, filters });
    await Promise.all(found.map(({ Id }) => client.getContainer(Id).remove({ force: true, v: true })));
    const networks = await client.listNetworks({ filters });
    const { Volumes } = await client.listVolumes({ filters });
    await Promise.all([
      ...networks.map(({ Id }) => client.getNetwork(Id).remove()),
      ...(Volumes ?? []).map(({ Name }) => client.getVolume(Name).remove()),
    ]);
  });
}

/** A name for what this test makes at the engine; all of it is removed when the test has ended. */
export function ownName(): string {
  const name = `avb-test-${randomUUID().slice(0, 8)}`;
  onTestFinished(() => removeAll({ name: [name] }));
  return name;
}

/** A container of busybox that runs this, ends at once when asked, and is labelled with its own name. */
export const shell = (name: string, script: string, more: CreateRequest = {}): CreateRequest => ({
  ...{ Image: BUSYBOX, Cmd: ["sh", "-c", script], StopSignal: "SIGKILL", Labels: { "avb.test": name }, ...more },
});

/** Makes and starts such a container; answers its id. */
export async function started(name: string, script: string, more: CreateRequest = {}): Promise<string> {
  const id = await liveContainers.create(name, shell(name, script, more), LIMITS);
  await liveContainers.start(id, LIMITS);
  return id;
}
