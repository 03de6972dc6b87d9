import { type Check, type Finding, findings } from "../../domain/check.ts";
import { bytes } from "../../domain/live/units.ts";
import { containersOf } from "../../domain/render.ts";
import type { RenderContext } from "../../domain/render-context.ts";
import { stackImages } from "../../domain/stack-images.ts";
import { foreignImages, lookFor } from "../live/observe-images.ts";
import { severity, withEngine } from "./ask-engine.ts";

const GB = 1024 ** 3;
/** What the images of a whole stack take, unpacked, with room to write; and what not even a small one fits into. */
const ROOM = { warn: 6 * GB, fail: 1 * GB };
const NOTHING_RUNS = "this stack runs no containers";

/** Memory of the engine's machine beside what the stack's containers may take. */
export const engineMemoryCheck: Check = withEngine({
  id: "engine-memory",
  title: "Engine's memory",
  looksAt: "the memory of the engine's machine, against the sum of what this stack's containers may take",
  run: async (_world, patient) => {
    const context = await patient.rendered();
    if (context === undefined) return [{ state: "ok", says: NOTHING_RUNS }];
    const { memoryBytes } = await patient.engineMachine();
    const limits = limitsOf(context);
    const sum = limits.reduce((total, { limit }) => total + limit, 0);
    const says = `the engine's machine has ${inGb(memoryBytes)} of memory, and this stack's containers may take ${inGb(sum)}`;
    const fixes = [
      "give the engine's virtual machine more memory",
      "leave services out: avb dev up --without temporal",
    ] as const;
    const largest = limits.find(({ limit }) => limit > memoryBytes);
    if (largest !== undefined)
      return [
        { state: await severity(patient), says: `${says}, ${largest.container} alone ${inGb(largest.limit)}`, fixes },
      ];
    return sum > memoryBytes ? [{ state: "warn", says, fixes }] : [{ state: "ok", says }];
  },
});

/** Room for images that are still to come. */
export const imageRoomCheck: Check = withEngine({
  id: "image-room",
  title: "Room for images",
  looksAt: "room where the engine keeps its images, as long as some of this stack's are missing (6 GB warn, 1 GB fail)",
  run: async (world, patient) => {
    const context = await patient.rendered();
    if (context === undefined) return [{ state: "ok", says: NOTHING_RUNS }];
    const images = await lookFor(world, referencesOf(context));
    const missing = [...images].flatMap(([reference, image]) => (image === undefined ? [reference] : []));
    const { dataFolder } = await patient.engineMachine();
    const room = await world.machine.disk(dataFolder);
    if (room === undefined)
      return [{ state: "ok", says: `${dataFolder} is in the engine's own machine, which does not tell its room` }];
    const free = `${inGb(room.freeBytes)} are free where the engine keeps its images`;
    if (missing.length === 0 || room.freeBytes >= ROOM.warn) return [{ state: "ok", says: free }];
    const state = room.freeBytes < ROOM.fail ? await severity(patient) : "warn";
    const says = `only ${free}, and these are still to come: ${missing.join(", ")}`;
    return [
      {
        state,
        says,
        fixes: ["remove images that nothing uses: docker image prune", "see what takes it: docker system df"],
      },
    ];
  },
});

/** Images for another processor run slowly, or not at all. */
export const imagePlatformCheck: Check = withEngine({
  id: "image-platform",
  title: "Images' processor",
  looksAt: "whether this stack's images are made for the engine's processor",
  run: async (world, patient) => {
    const context = await patient.rendered();
    if (context === undefined) return [{ state: "ok", says: NOTHING_RUNS }];
    const images = await lookFor(world, referencesOf(context));
    const found = (await foreignImages(world, images)).map(
      (says): Finding => ({
        state: "warn",
        says: `${says}: it runs slowly, or not at all`,
        fixes: ["fetch it for this engine: docker image rm IMAGE && avb dev pull"],
      }),
    );
    const here = [...images.values()].filter((image) => image !== undefined).length;
    return findings(found, `${here} of ${images.size} images are here`);
  },
});

const referencesOf = (context: RenderContext): readonly string[] =>
  stackImages(context).map(({ reference }) => reference);

function limitsOf(context: RenderContext): readonly { readonly container: string; readonly limit: number }[] {
  const running = context.services.filter(({ id, external }) => context.stack.running.has(id) && !external);
  return running.flatMap((service) =>
    containersOf(context, service).map(([container, { mem_limit }]) => ({
      ...{ container, limit: bytes(mem_limit ?? context.defaults.mem_limit) },
    })),
  );
}

const inGb = (count: number): string => `${(count / GB).toFixed(1)} GB`;
