import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { liveApplication } from "../support/live-application.ts";
import { LIMITS, liveContainers } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { type Tried, USES } from "../support/service-uses.ts";

const MINUTES = 60_000;
const LONG = ["--timeout", "900"] as const;
const LIVE = ["up", "--mode", "live", "--without", "lago", ...LONG] as const;

/** What is written down of every run and every request, whether it changed something or not. */
const KEPT_OF_ALL: readonly string[] = ["journal.ndjson", "server.log"];

/** Every other file that avb keeps, and when it was written. */
const writtenAt = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => ({ path, facts: statSync(join(folder, path)) }))
    .filter(({ path, facts }) => facts.isFile() && !KEPT_OF_ALL.includes(path))
    .map(({ path, facts }) => [path, facts.mtimeMs]);

async function tellings(stack: LiveStack): Promise<Tried["told"]> {
  const { variables } = await stack.json("env");
  return new Map(
    (variables as readonly { name: string; value?: string }[]).map(({ name, value = "" }) => [name, value]),
  );
}

/** On a machine that is busy with other things Keycloak may need longer than its time: then the next `up` goes on from there. */
async function upInTheEnd(stack: LiveStack): Promise<void> {
  const first = await stack.avb(...LIVE);
  const isLate = first.stderr.includes("[SERVICE_NOT_READY]");
  expectDone(isLate ? await stack.avb(...LIVE) : first);
}

/** An application that is told where everything is. */
async function applicationOf(stack: LiveStack) {
  const [network = ""] = (await liveContainers.networks([`avb.root=${stack.root}`], LIMITS)).map(({ name }) => name);
  const application = liveApplication(stack, network);
  const tried: Tried = { application, ids: await stack.ids(), told: await tellings(stack) };
  return { application, tried };
}

async function useEach(tried: Tried, services: readonly string[]): Promise<void> {
  const uses = Object.entries(USES).filter(([what]) => services.some((service) => what.startsWith(`${service}:`)));
  expect(uses).toHaveLength(services.length);
  for (const [what, use] of uses) await use(tried).catch((error: unknown) => expect.fail(`${what}: ${error}`));
}

needs(["engine", "dataImages", "liveImages", "nodeImage"], "a live stack", () => {
  test("can be used in every part, is left as it is by a second up, and ends with all but its volumes", {
    timeout: 20 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    await upInTheEnd(stack);
    const { application, tried } = await applicationOf(stack);
    const { ids } = tried;
    await useEach(tried, ["postgres", "redis", "vault", "opa", "keycloak", "temporal"]);

    const before = writtenAt(stack.stateFolder());
    expect(await stack.json("up")).toMatchObject({ plan: [] });
    expect(await stack.ids()).toEqual(ids);
    expect(writtenAt(stack.stateFolder())).toEqual(before);
    expect(await stack.json("status")).toMatchObject({ state: "usable" });

    application.remove();
    expectDone(await stack.avb("down"));
    expect(await stack.leftovers()).toEqual(await volumesOf(stack));
    expectDone(await stack.avb("down", "--volumes", "--yes"));
    expect(await stack.leftovers()).toEqual([]);
  });

  test("takes Kafka along when it is asked for, and what runs already keeps its containers", {
    timeout: 15 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb("up", "--mode", "sandbox", "--with", "redis"));
    const before = await stack.ids();
    expectDone(await stack.avb("up", "--mode", "sandbox", "--with", "redis,kafka", ...LONG));
    const { application, tried } = await applicationOf(stack);
    expect(tried.ids).toEqual({ ...before, kafka: expect.any(String) });
    await useEach(tried, ["redis", "kafka"]);
    application.remove();
    expectDone(await stack.avb("down", "--volumes", "--yes"));
    expect(await stack.leftovers()).toEqual([]);
  });
});

const volumesOf = async ({ root }: LiveStack) =>
  (await liveContainers.volumes([`avb.root=${root}`], LIMITS)).map(({ name }) => name);
