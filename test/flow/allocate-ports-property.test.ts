import fc from "fast-check";
import { expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { knownPorts, RESERVED_PORTS, rangeOf, SLOTS, shifted } from "../../src/domain/ports.ts";
import { neededPorts } from "../../src/domain/ports-wanted.ts";
import type { Slot, Stack } from "../../src/domain/stack.ts";
import { allocatePorts } from "../../src/flows/allocate-ports.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { services } from "../../src/services/index.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import { fakeWorld } from "../support/fake-world.ts";

const RUNS = 2500;

interface Case {
  readonly slot: Slot;
  readonly mode: string;
  readonly taken: readonly number[];
  readonly stuck: readonly number[];
}

const cases = fc.constantFrom(...SLOTS).chain((slot) => {
  const pool = [...new Set(knownPorts(services).flatMap(({ fact }) => rangeOf(fact, slot, true)))];
  const some = fc.uniqueArray(fc.constantFrom(...pool), { maxLength: 25 });
  return fc.record({ slot: fc.constant(slot), mode: fc.constantFrom("sandbox", "live"), taken: some, stuck: some });
});

/** The allocation in a world where these ports are taken and these moves are remembered; undefined where a range is full. */
async function allocate({ slot, mode, taken, stuck }: Case): Promise<Stack | undefined> {
  const checkout = fakeCheckout({}, { slot });
  const world = fakeWorld();
  for (const port of taken) world.taken.set(port, { pid: 812, command: "nginx" });
  const moves = knownPorts(services).flatMap(({ key, fact }, index) => {
    const given = stuck[index];
    return given === undefined ? [] : [[key, [{ wanted: shifted(fact.host, fact.block, slot), given }]]];
  });
  world.files.put(checkout.state.ports, JSON.stringify(Object.fromEntries(moves)));
  try {
    const stack = await resolveStack(world, checkout, { mode });
    return (await allocatePorts(world, checkout, { stack })).stack;
  } catch (error) {
    if (error instanceof AvbError && error.code === "PORT_RANGE_FULL") return undefined;
    throw error;
  }
}

/** What is wrong with an allocation, in words; nothing is what the property demands. */
function faultsOf(stack: Stack, { slot, taken }: Case): readonly string[] {
  const reserved = RESERVED_PORTS.map((port) => shifted(port, "voicebox", slot));
  const needed = neededPorts(services, stack).map(({ key, service, fact }) => {
    const port = stack.ports.get(key) ?? -1;
    const inside = rangeOf(fact, slot, stack.embedded.has(service.id)).includes(port);
    return inside && !reserved.includes(port) && !taken.includes(port) ? [] : [`${key} got ${port}`];
  });
  const ports = [...stack.ports.values()];
  return [...needed.flat(), ...(new Set(ports).size === ports.length ? [] : [`a port was given twice: ${ports}`])];
}

test("10 000 allocations: none outside its range, none reserved, none taken, none given twice", async () => {
  let allocations = 0;
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const stack = await allocate(given);
      if (stack === undefined) return;
      allocations += neededPorts(services, stack).length;
      expect(faultsOf(stack, given)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  expect(allocations).toBeGreaterThanOrEqual(10_000);
}, 30_000);
