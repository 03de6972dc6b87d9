import type { Finding, ScanPart } from "../../../domain/scan-finding.ts";
import { git, gitCall } from "../../env-git.ts";
import { requireRepository } from "./git-text.ts";
import { findingsIn, textOf } from "./look-through.ts";
import { gathering, type ScanTools, tooLarge } from "./scan-tools.ts";

/**
 * Looks through every version of every file that a branch, a tag, a stash or a reflog leads to, each once. A value that stands in many
 * versions of a file is told once, with the commit that brought it.
 */
export async function scanHistory(tools: ScanTools): Promise<ScanPart> {
  const { world, checkout, maxBytes, signal } = tools;
  await requireRepository(world, checkout.root, "history");
  const call = await gitCall(world, checkout.root);
  const part = gathering();
  const oldest = new Map<string, { readonly finding: Finding; readonly blob: string }>();
  let binary = 0;
  for await (const { id, path, size, bytes } of world.gitObjects.history(call, { maxBytes, signal })) {
    part.files += 1;
    if (bytes === undefined) {
      part.skipped.push({ path: `${path} (${id.slice(0, 12)})`, why: tooLarge(size, maxBytes) });
      continue;
    }
    part.bytes += bytes.length;
    const text = textOf(bytes);
    if (text === undefined) binary += 1;
    else
      for (const finding of await findingsIn(tools, { where: "history", path }, text))
        oldest.set(`${finding.rule} ${finding.fingerprint} ${path}`, { finding, blob: id });
  }
  if (binary > 0) part.skipped.push({ path: "history", why: `holds ${binary} binary versions of files` });
  const findings = await withCommits(tools, [...oldest.values()]);
  return { findings, skipped: part.skipped, looked: { blobs: part.files, bytes: part.bytes } };
}

/** The first commit that had each blob; none where only a reflog leads to it. */
async function withCommits(
  { world, checkout, signal }: ScanTools,
  found: readonly { readonly finding: Finding; readonly blob: string }[],
): Promise<readonly Finding[]> {
  const commits = new Map<string, string>();
  for (const blob of new Set(found.map((one) => one.blob))) {
    signal.throwIfAborted();
    const args = [
      "log",
      "--all",
      "--reflog",
      "--topo-order",
      "--format=%H",
      "--no-textconv",
      "--no-ext-diff",
      `--find-object=${blob}`,
    ];
    const { exitCode, stdout } = await git(world, { folder: checkout.root }, ...args);
    const first = stdout.trim().split("\n").at(-1) ?? "";
    if (exitCode === 0 && first !== "") commits.set(blob, first);
  }
  return found.map(({ finding, blob }) => {
    const commit = commits.get(blob);
    return commit === undefined ? finding : { ...finding, commit };
  });
}
