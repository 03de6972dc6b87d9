import { isManifest } from "../../../credentials/scan/file-kinds.ts";
import type { Finding, ScanPart } from "../../../domain/scan-finding.ts";
import { readStagedDiff, type StagedFile } from "../../../domain/staged-diff.ts";
import { gitCall } from "../../env-git.ts";
import { gitText, requireRepository } from "./git-text.ts";
import { findingsIn, textOf } from "./look-through.ts";
import { gathering, type ScanTools, tooLarge } from "./scan-tools.ts";

/** Nothing of the repository's own configuration may change the form, or run a program. */
const DIFF = [
  ...["diff", "--cached", "--unified=0", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv"],
  ...["--no-renames", "--ignore-submodules=all", "--src-prefix=a/", "--dst-prefix=b/", "--diff-filter=ACMRT"],
];

/**
 * Looks through the lines that the next commit would add. Most are done with after the quick look; a file whose new lines
 * may hold something is looked at whole, and what lies in its old lines is not told.
 */
export async function scanStaged(tools: ScanTools): Promise<ScanPart> {
  const { world, checkout, detector } = tools;
  const diff = await gitText(world, checkout.root, DIFF).catch(async (error: unknown) => {
    await requireRepository(world, checkout.root, "staged changes");
    throw error;
  });
  const staged = readStagedDiff(diff);
  const part = gathering();
  const near = staged.filter(({ binary, path, text }) => {
    if (binary) part.skipped.push({ path, why: "is binary" });
    return !binary && (detector.mayHold(path, text) || isPartOfManifest(path));
  });
  if (near.length > 0) part.findings.push(...(await lookAt(tools, near, part.skipped)));
  const bytes = staged.reduce((sum, { text }) => sum + text.length, 0);
  return { findings: part.findings, skipped: part.skipped, looked: { files: staged.length, bytes } };
}

/** What a line of a manifest is depends on the lines around it. */
const isPartOfManifest = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path);

async function lookAt(
  tools: ScanTools,
  near: readonly StagedFile[],
  skipped: { path: string; why: string }[],
): Promise<readonly Finding[]> {
  const { world, checkout, maxBytes, signal } = tools;
  const found: Finding[] = [];
  const call = await gitCall(world, checkout.root);
  const wanted = [...new Map(near.map((file) => [file.id, file] as const)).values()];
  for await (const { id, size, bytes } of world.gitObjects.named(call, wanted, { maxBytes, signal })) {
    const files = near.filter((file) => file.id === id);
    const text = bytes === undefined ? undefined : textOf(bytes);
    const why = bytes === undefined ? tooLarge(size, maxBytes) : "is binary";
    if (text === undefined) skipped.push(...files.map(({ path }) => ({ path, why })));
    else found.push(...(await Promise.all(files.map((file) => inNewLines(tools, file, text)))).flat());
  }
  return found;
}

async function inNewLines(
  tools: ScanTools,
  { path, added, text: lines }: StagedFile,
  text: string,
): Promise<readonly Finding[]> {
  if (!isManifest(text) && !tools.detector.mayHold(path, lines)) return [];
  const all = await findingsIn(tools, { where: "staged", path }, text);
  return all.filter(({ line, endLine }) => added.some(([from, to]) => line <= to && endLine >= from));
}
