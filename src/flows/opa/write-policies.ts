import { folderOf } from "../../domain/live/kept-folder.ts";
import { normalForm } from "../../domain/reconcile.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import type { SeedLook, SeedVerdict } from "../../domain/seeding.ts";
import type { Opa } from "../../services/opa/api.ts";
import { POLICY_FOLDER, RULES_FILE, RULES_PATH } from "../../services/opa/documents.ts";
import { policyId, rulesIn, type StrayPolicy } from "../../services/opa/seed.ts";
import { writeKept } from "../live/kept-folder.ts";
import { type SeedWrite, writeAll } from "../seeding/write-all.ts";
import { checkPolicies, type PolicyBench } from "./check-policies.ts";
import type { PolicyFiles } from "./policy-files.ts";

/** What is to be written into an OPA. */
export interface PolicyChange extends PolicyBench {
  readonly opa: Opa;
  /** All that is to be loaded. */
  readonly files: PolicyFiles;
  readonly differing: readonly SeedVerdict[];
  readonly leaving: readonly StrayPolicy[];
}

/** How long the folder's watch may take; where an engine in a virtual machine does not tell of changes it never comes. */
const WATCH_MS = 1500;
const LOOK_MS = 50;

/** Checks everything, then writes the files that differ and sees to it that the server has them. */
export async function writePolicies(
  change: PolicyChange,
  report: Parameters<SeedLook["write"]>[0],
): Promise<readonly SeedVerdict[]> {
  const { world, files, signal, differing, leaving } = change;
  await checkPolicies(change, files);
  const writes = differing.map(({ kind, key }): SeedWrite => {
    const name = kind === "data" ? RULES_FILE : key;
    return { kind, key, run: () => load(change, name, files.get(name)?.text ?? "") };
  });
  const removals = leaving.map(
    (stray): SeedWrite => ({ kind: "policy", key: stray.file ?? stray.id, run: () => unload(change, stray) }),
  );
  await writeAll([writes, removals], { world, title: "OPA", id: "opa", report, signal });
  return [];
}

/** The folder is what the next start loads; the server is told itself where its watch has not taken the file. */
async function load(change: PolicyChange, name: string, text: string): Promise<void> {
  const { world, opa } = change;
  const path = `${loadedFolder(change)}/${name}`;
  const isThere = (await world.files.read(path)) === text;
  if (!isThere) await writeKept(world, path, text);
  if (await hasLoaded(change, { name, text, withinMs: isThere || !change.isMounted ? 0 : WATCH_MS })) return;
  if (name === RULES_FILE) await opa.putData(RULES_PATH, rulesIn(text));
  else await opa.putPolicy(policyId(name), text);
}

async function unload(change: PolicyChange, { id, file }: StrayPolicy): Promise<void> {
  if (file !== undefined) await change.world.files.remove(`${loadedFolder(change)}/${file}`);
  // The watch may have been quicker.
  await change.opa.removePolicy(id).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal) || error.status !== 404) throw error;
  });
}

const loadedFolder = ({ checkout }: PolicyChange): string =>
  `${folderOf(checkout.state, "opa")}/${POLICY_FOLDER.loaded}`;

interface Awaited {
  readonly name: string;
  readonly text: string;
  readonly withinMs: number;
}

async function hasLoaded({ world, opa, signal }: PolicyChange, { name, text, withinMs }: Awaited): Promise<boolean> {
  const deadline = world.clock.now() + withinMs;
  for (;;) {
    if (await isLoaded(opa, name, text)) return true;
    if (world.clock.now() >= deadline) return false;
    await world.clock.sleep(LOOK_MS, signal);
  }
}

async function isLoaded(opa: Opa, name: string, text: string): Promise<boolean> {
  if (name === RULES_FILE) return normalForm(await opa.data(RULES_PATH)) === normalForm(rulesIn(text));
  return (await opa.policies()).some(({ id, raw }) => id === policyId(name) && raw === text);
}
