import type { Check } from "../../domain/check.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { LABELS } from "../../domain/live/desired.ts";
import type { Output } from "../../domain/processes.ts";
import type { World } from "../../domain/world.ts";
import { withEngine } from "./ask-engine.ts";

const ASK_MS = 1200;
/** How `getent` ends: with an address, or without one. Any other end means that the image has no such program. */
const FOUND = 0;
const NOT_FOUND = 2;
const SERVICE = "com.docker.compose.service";

/** Names inside: containers find each other by the engine's own name server. */
export const containerNamesCheck: Check = withEngine({
  id: "container-names",
  title: "Names in containers",
  looksAt: "whether a running container of this stack finds another one by its name",
  run: async (world, patient) => {
    const { id, slot } = patient.checkout;
    const running = (await patient.containers()).filter(
      ({ labels, life }) =>
        labels[LABELS.checkout] === id && labels[LABELS.slot] === String(slot) && life === "running",
    );
    const asked = await Promise.all(running.map((one) => askFor(world, one, running)));
    const told = asked.filter(({ exitCode }) => exitCode === FOUND || exitCode === NOT_FOUND);
    if (told.length === 0) return [{ state: "ok", says: "not asked: no container runs that could tell" }];
    const lost = told.find(({ exitCode }) => exitCode === NOT_FOUND);
    if (lost === undefined) return [{ state: "ok", says: `${told[0]?.asker} finds ${told[0]?.name}` }];
    const says = `${lost.asker} does not find ${lost.name} by its name`;
    return [
      { state: "fail", says, fixes: ["avb dev restart", "restart the container engine, whose name server is stuck"] },
    ];
  },
});

interface Asked extends Pick<Output, "exitCode"> {
  readonly asker: string;
  readonly name: string;
}

/** Asks for a neighbour on the same networks; a container that stands alone asks for itself. */
async function askFor(world: World, one: EngineContainer, all: readonly EngineContainer[]): Promise<Asked> {
  const project = (of: EngineContainer) => of.labels["com.docker.compose.project"];
  const neighbour = all.find((other) => other !== one && project(other) === project(one)) ?? one;
  const name = neighbour.labels[SERVICE] ?? neighbour.name;
  const done = await world.containers
    .exec(one.id, ["getent", "hosts", name], { timeoutMs: ASK_MS })
    .catch(() => ({ exitCode: 127 }));
  return { asker: one.name, name, exitCode: done.exitCode };
}
