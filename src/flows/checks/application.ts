import type { Check, Findings } from "../../domain/check.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { World } from "../../domain/world.ts";
import { services } from "../../services/index.ts";

const SOURCE = /\.(?:py|pyi|ts|tsx|mts|js|jsx|mjs)$/;
/** What is nobody's own source, or is made from it. */
const PASSED_OVER = /^(?:\.|node_modules$|venv$|env$|site-packages$|__pycache__$|dist$|build$|target$|migrations$)/;
const MOST_FILES = 4000;
const MOST_BYTES = 512 * 1024;
const AT_ONCE = 16;

/** An application's source against the matrix: which variables it never reads. A plain search for their names; both cases count. */
export const applicationCheck = (folder: string): Check => ({
  id: "application",
  title: "Application",
  looksAt: "with --app: which of the matrix's variables the application's .py, .ts and .js files never name",
  run: async (world): Promise<Findings> => {
    const root = /^(?:[/\\]|[A-Za-z]:)/.test(folder) ? folder : `${world.host.cwd}/${folder}`;
    const facts = await world.files.facts(root, { follow: true });
    if (facts?.kind !== "directory") {
      const what = facts === undefined ? "is not there" : `is a ${facts.kind}`;
      return [{ state: "fail", says: `${root} ${what}`, fixes: ["name the folder of the application's source"] }];
    }
    return searched(world, root);
  },
});

async function searched(world: World, root: string): Promise<Findings> {
  const { files, isCut } = await sourcesIn(world, root);
  if (files.length === 0) {
    const says = `${root} has no .py, .ts or .js file`;
    return [{ state: "warn", says, fixes: ["name the folder of the application's source"] }];
  }
  const read = await namesIn(world, files);
  const never = services
    .flatMap(({ variables }) => variables.map(({ name }) => name))
    .filter((name) => !read.has(name));
  const seen = `${files.length} files${isCut ? ", and there are more" : ""}`;
  if (never.length === 0) return [{ state: "ok", says: `every variable of the matrix is named (${seen})` }];
  const says = `never named in ${root} (${seen}): ${never.join(", ")}; what avb says by them has no effect there`;
  return [{ state: "warn", says, fixes: ["see what each is for: docs/django.md", "avb dev matrix --section env"] }];
}

interface Sources {
  readonly files: readonly string[];
  readonly isCut: boolean;
}

/** Files below a folder, nearest first, links not followed; so many at most. */
async function sourcesIn(world: World, root: string): Promise<Sources> {
  const files: string[] = [];
  for (let folders = [root]; folders.length > 0 && files.length < MOST_FILES; ) {
    const inside = await Promise.all(folders.splice(0, AT_ONCE).map((folder) => entriesOf(world, folder)));
    folders.push(...inside.flatMap((entry) => entry.folders));
    files.push(...inside.flatMap((entry) => entry.files));
  }
  return { files: files.slice(0, MOST_FILES), isCut: files.length > MOST_FILES };
}

async function entriesOf({ files }: World, folder: string) {
  const names = (await files.list(folder).catch(() => [])).filter((name) => !PASSED_OVER.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const path = `${folder}/${name}`;
      const facts = await files.facts(path).catch(() => undefined);
      return { path, kind: facts?.kind, fits: SOURCE.test(name) && (facts?.size ?? 0) <= MOST_BYTES };
    }),
  );
  return {
    folders: found.filter(({ kind }) => kind === "directory").map(({ path }) => path),
    files: found.filter(({ kind, fits }) => kind === "file" && fits).map(({ path }) => path),
  };
}

/** Every word of the files in capitals: a settings class may have them small. */
async function namesIn(world: World, files: readonly string[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const texts = await Promise.all(files.slice(at, at + AT_ONCE).map((path) => textOf(world, path)));
    for (const text of texts)
      for (const [word] of text.matchAll(/[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]+/g)) names.add(word.toUpperCase());
  }
  return names;
}

async function textOf({ files }: World, path: string): Promise<string> {
  const read = await files.readRegular(path, MOST_BYTES).catch((error: unknown) => {
    if (error instanceof AvbError) return undefined;
    throw error;
  });
  return read === undefined ? "" : new TextDecoder().decode(read.bytes);
}
