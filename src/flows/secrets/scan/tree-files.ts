import { isKeptFromGit, KEPT_FROM_GIT } from "../../../credentials/scan/file-kinds.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { Skipped } from "../../../domain/scan-finding.ts";
import type { World } from "../../../domain/world.ts";
import { gitText, repositoryOf } from "./git-text.ts";

/** A file to look into. */
export interface TreeFile {
  readonly path: string;
  readonly ignored?: true;
}

/** What a person named, as files; what was passed over on the way is said. */
export interface TreeFiles {
  readonly files: readonly TreeFile[];
  readonly skipped: readonly Skipped[];
}

/** Folders that hold what others made, and git's own. */
const PASSED_OVER = ["node_modules", ".git"];

/**
 * The files of a folder as git sees them, those that it ignores left out; `.env*` and Terraform's variables and state are
 * looked into all the same. A folder that is in no repository is walked. SCAN_PATH_ABSENT (2) for what is not there.
 */
export async function treeFiles(world: World, path: string): Promise<TreeFiles> {
  const facts = await world.files.facts(path, { follow: true });
  if (facts === undefined) throw AvbError.of("SCAN_PATH_ABSENT", { path });
  if (facts.kind === "file") return { files: [{ path }], skipped: [] };
  if (facts.kind !== "directory") return { files: [], skipped: [{ path, why: `is a ${facts.kind}` }] };
  const repository = await repositoryOf(world, path);
  if (repository === "inside") return listed(world, path);
  const { files, skipped } = await walked(world, path);
  const told =
    repository === "none" ? [] : [{ path, why: "was looked into as it is: there is no git to say what it ignores" }];
  return { files, skipped: [...skipped, ...told] };
}

async function listed(world: World, folder: string): Promise<TreeFiles> {
  const seen = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const ignored = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--"];
  const outside = PASSED_OVER.map((name) => `:(exclude,glob)**/${name}/**`);
  const [files, kept] = await Promise.all([
    gitText(world, folder, seen),
    gitText(world, folder, [...ignored, ...KEPT_FROM_GIT.map((glob) => `:(glob)**/${glob}`), ...outside]),
  ]);
  const whole = (name: string) => `${folder === "/" ? "" : folder}/${name.replace(/\/$/, "")}`;
  return {
    files: [
      ...names(files).map((name) => ({ path: whole(name) })),
      ...names(kept)
        .filter(isKeptFromGit)
        .map((name) => ({ path: whole(name), ignored: true as const })),
    ],
    skipped: [],
  };
}

const names = (text: string): readonly string[] => text.split("\0").filter((name) => name !== "");

async function walked(world: World, folder: string): Promise<TreeFiles> {
  const files: TreeFile[] = [];
  const skipped: Skipped[] = [];
  for (const name of [...(await world.files.list(folder))].sort()) {
    const path = `${folder === "/" ? "" : folder}/${name}`;
    const facts = await world.files.facts(path);
    if (facts?.kind === "directory" && PASSED_OVER.includes(name))
      skipped.push({ path, why: "holds packages, or git's own" });
    else if (facts?.kind === "directory") {
      const inner = await walked(world, path);
      files.push(...inner.files);
      skipped.push(...inner.skipped);
    } else if (facts !== undefined) files.push({ path });
  }
  return { files, skipped };
}
