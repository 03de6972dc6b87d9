import { randomUUID } from "node:crypto";
import { realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import type { EngineContainer } from "../../src/domain/containers.ts";
import { claimSlot } from "./claimed-slot.ts";
import { type FaultStack, faultStack } from "./fault-stack.ts";
import { LIMITS, liveContainers, removeAll } from "./live-engine.ts";
import type { AvbRun, HomePlan } from "./run-avb.ts";

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

const STARTING_MS = 20 * 60_000;
const ENDING_MS = 120_000;

const ownName = ({ labels, name }: EngineContainer): string => labels["com.docker.compose.service"] ?? name;

/** A name that no other checkout on this machine has. */
export const checkoutName = (): string => `shop-${randomUUID().slice(0, 8)}`;

/** Where a stack is to be made, if not in a checkout with a name of its own and a slot that no other test has. */
export interface LiveStackPlace extends Pick<HomePlan, "cold"> {
  readonly name?: string;
  /** A slot that this test has claimed already. */
  readonly slot?: string;
}

/** Makes one with these files; it is ended with all its data when the test has. */
export async function liveStack(
  files: Readonly<Record<string, string>> = {},
  place: LiveStackPlace = {},
): Promise<LiveStack> {
  const { stack, end } = await madeStack(files, place);
  onTestFinished(end, ENDING_MS);
  return stack;
}

/**
 * One that all tests of a `describe` share, brought up before the first of them and ended with all its data after the last: for
 * what takes long to start. A test leaves it as it found it, or says in its name what it does to it.
 */
export function sharedStack(
  files: Readonly<Record<string, string>>,
  up: readonly string[],
  place: LiveStackPlace = {},
): () => LiveStack {
  let made: MadeStack | undefined;
  beforeAll(async () => {
    made = await madeStack(files, place);
    const first = await made.stack.avb(...up);
    // On a machine that is busy with other things Keycloak may need longer than its time: then the next `up` goes on from there.
    const isLate = first.stderr.includes("[SERVICE_NOT_READY]");
    expectDone(isLate ? await made.stack.avb(...up) : first);
  }, STARTING_MS);
  afterAll(() => made?.end(), ENDING_MS);
  return () => made?.stack ?? expect.fail("the stack did not come up");
}

interface MadeStack {
  readonly stack: LiveStack;
  end(): Promise<void>;
}

async function madeStack(
  files: Readonly<Record<string, string>>,
  { name: checkout = checkoutName(), slot: own, cold = false }: LiveStackPlace,
): Promise<MadeStack> {
  const claimed = own === undefined ? await claimSlot() : { slot: own, release: () => undefined };
  const { slot } = claimed;
  const { remove, ...stack } = faultStack(slot, { checkout, cold });
  const root = realpathSync(stack.home.cwd);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return {
    stack: { ...stack, ...livePart(stack, root), root, slot },
    end: async () => {
      try {
        await removeAll({ label: [`avb.root=${root}`] });
        remove();
      } finally {
        claimed.release();
      }
    },
  };
}

type LivePart = Omit<LiveStack, "root" | "slot" | keyof FaultStack>;

function livePart({ home, avb }: Pick<FaultStack, "home" | "avb">, root: string): LivePart {
  const label = [`avb.root=${root}`];
  const containers = () => liveContainers.list(label, LIMITS);
  const named = async () => (await containers()).map((one) => [ownName(one), one] as const);
  return {
    put: (path, text) => writeFileSync(join(root, path), text),
    containers,
    async trust() {
      expectDone(await home.run(["trust", "--yes"]));
    },
    ids: async () => Object.fromEntries((await named()).map(([name, { id }]) => [name, id])),
    container: async (name) => new Map(await named()).get(name) ?? expect.fail(`${name} is not there`),
    leftovers: async () => {
      const places = [liveContainers.networks(label, LIMITS), liveContainers.volumes(label, LIMITS)];
      return (await Promise.all([containers(), ...places])).flat().map(({ name }) => name);
    },
    async json(...args) {
      const run = expectDone(await avb(...args, "--json"));
      return JSON.parse(run.stdout).data ?? {};
    },
  };
}

/** Fails with what avb said unless it ended well. */
export function expectDone(run: AvbRun): AvbRun {
  expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  return run;
}
