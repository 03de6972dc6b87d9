import { type Check, type Finding, findings, type Patient } from "../../domain/check.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { LABELS } from "../../domain/live/desired.ts";
import { printable } from "../../domain/printable.ts";
import { networkName } from "../../domain/render-context.ts";
import { shellWord } from "../../domain/shell-word.ts";
import { anotherSlot } from "../../domain/slots.ts";
import type { World } from "../../domain/world.ts";
import { withEngine } from "./ask-engine.ts";

const ASK_MS = 1000;
const PROJECT = "com.docker.compose.project";

/** Containers whose folder is not there any more. */
export const orphansCheck: Check = withEngine({
  id: "orphans",
  title: "Orphaned containers",
  looksAt: "containers that avb made for checkouts whose folders are gone",
  run: async (world, patient) => {
    const { reach } = await world.engine.place();
    if (reach !== "local") return [{ state: "ok", says: "not looked at: the folders are another machine's" }];
    const byRoot = groupBy(await patient.containers(), (one) => one.labels[LABELS.root]);
    const folders = [...byRoot];
    const there = await Promise.all(folders.map(([root]) => world.files.facts(root)));
    const found = folders
      .filter((_, index) => there[index] === undefined)
      .map(([root, containers]) => orphaned(root, containers));
    return findings(found, "every container that avb made has its folder");
  },
});

const orphaned = (root: string, containers: readonly EngineContainer[]): Finding => ({
  state: "warn",
  says: `${printable(root)} is gone, and ${containers.map(({ name }) => name).join(", ")} of it ${containers.length === 1 ? "is" : "are"} left`,
  fixes: [cleaning(containers)],
});

/** `clean` leaves what still runs to whoever started it. */
function cleaning(containers: readonly EngineContainer[]): string {
  const running = containers.filter(({ life }) => life === "running").map(({ name }) => shellWord(name));
  return running.length === 0 ? "avb dev clean" : `docker stop ${running.join(" ")} && avb dev clean`;
}

/** Others who use this stack's names at the engine. */
export const projectsCheck: Check = withEngine({
  id: "projects",
  title: "Names at the engine",
  looksAt:
    "whether somebody else uses this stack's network or project name, as another checkout of the same folder name does",
  run: async (world, patient) =>
    findings([...(await networkFindings(world, patient)), ...(await twins(patient))], "this stack's names are its own"),
});

/** The network is named after the folder alone, so that applications can join it. */
async function networkFindings(world: World, patient: Patient): Promise<readonly Finding[]> {
  const { id, slot } = patient.checkout;
  const name = networkName({ owner: patient.checkout, stack: { slot } });
  const networks = await world.containers.networks([LABELS.checkout], { timeoutMs: ASK_MS });
  const other = networks.find((one) => one.name === name && one.labels[LABELS.checkout] !== id);
  if (other === undefined) return [];
  const owner = other.labels[LABELS.root] ?? other.labels[LABELS.checkout] ?? "somebody";
  const says = `the network ${name} is that of ${printable(owner)}, whose folder has the same name as this one`;
  return [
    {
      state: "warn",
      says,
      fixes: [`AVB_SLOT=${anotherSlot(slot)} avb dev up`, `cd ${shellWord(owner)} && avb dev down`],
    },
  ];
}

/** Two containers of one part of a stack, as when somebody started a rendered document beside avb. */
async function twins(patient: Patient): Promise<readonly Finding[]> {
  const { id, slot } = patient.checkout;
  const own = (await patient.containers()).filter(
    ({ labels }) => labels[LABELS.checkout] === id && labels[LABELS.slot] === String(slot),
  );
  const parts = groupBy(own, ({ labels }) => labels["com.docker.compose.service"]);
  return [...parts].flatMap(([part, containers]): readonly Finding[] => {
    if (containers.length < 2) return [];
    const projects = containers.map(({ name, labels }) => `${name} of the project ${labels[PROJECT] ?? "-"}`);
    const says = `this stack has ${part} more than once: ${projects.join(", ")}`;
    return [{ state: "warn", says, fixes: ["avb dev down", "see who started them: docker compose ls"] }];
  });
}

function groupBy(
  containers: readonly EngineContainer[],
  keyOf: (one: EngineContainer) => string | undefined,
): ReadonlyMap<string, readonly EngineContainer[]> {
  const groups = new Map<string, EngineContainer[]>();
  for (const one of containers) {
    const key = keyOf(one);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
