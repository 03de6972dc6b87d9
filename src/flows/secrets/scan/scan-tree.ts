import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { ScanPart } from "../../../domain/scan-finding.ts";
import { writtenFiles } from "../../written-env.ts";
import { findingsIn, textOf } from "./look-through.ts";
import { type Gathering, gathering, type ScanTools, tooLarge } from "./scan-tools.ts";
import { type TreeFile, treeFiles } from "./tree-files.ts";

/** How many files are looked into before a signal is heard. */
const BREATH = 250;

/** Looks through files and folders; a file is told by its path from the repository's root. */
export async function scanTree(tools: ScanTools, paths: readonly string[]): Promise<ScanPart> {
  const { world, checkout, signal } = tools;
  const seen = new Set<string>();
  const written = new Map((await writtenFiles(world, checkout)).map((file) => [file.path, file.sha256] as const));
  const part = gathering();
  for (const path of paths) {
    const { files, skipped } = await treeFiles(world, path);
    part.skipped.push(...skipped.map((one) => ({ ...one, path: shown(checkout.root, one.path) })));
    for (const file of files) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      if (seen.size % BREATH === 0) await world.clock.sleep(0, signal);
      await lookInto(tools, { ...file, written: written.get(file.path) }, part);
    }
  }
  const { findings, skipped, files, bytes } = part;
  return { findings, skipped, looked: { files, bytes } };
}

async function lookInto(
  tools: ScanTools,
  { path, ignored, written }: TreeFile & { readonly written: string | undefined },
  part: Gathering,
): Promise<void> {
  const { world, checkout, maxBytes } = tools;
  const name = shown(checkout.root, path);
  const skip = (why: string) => void part.skipped.push({ path: name, why });
  const facts = await world.files.facts(path);
  // A link's target is looked into where it lies; a file that was deleted is nowhere.
  if (facts === undefined || facts.kind === "symlink") return;
  if (facts.kind === "directory") return skip("is a repository of its own");
  if (facts.kind !== "file") return skip(`is a ${facts.kind}`);
  if (facts.size > maxBytes) return skip(tooLarge(facts.size, maxBytes));
  const bytes = await world.files.readBytes(path).catch((error: unknown) => {
    if (!(error instanceof AvbError)) throw error;
    skip(error.message);
  });
  if (bytes === undefined) return;
  if (written !== undefined && world.hash.sha256(bytes) === written) return skip("was written by avb dev env");
  part.files += 1;
  part.bytes += bytes.length;
  const text = textOf(bytes);
  if (text === undefined) return skip("is binary");
  part.findings.push(...(await findingsIn(tools, { where: "tree", path: name, ...(ignored && { ignored }) }, text)));
}

/** A path from the repository's root; whole where it lies elsewhere. */
export const shown = (root: string, path: string): string =>
  path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
