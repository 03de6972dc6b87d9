import { AvbError } from "../domain/errors/avb-error.ts";
import { APP_FILE } from "../domain/render-app.ts";
import { RENDERED_BY } from "../domain/render-header.ts";
import type { World } from "../domain/world.ts";
import type { Rendering } from "./render.ts";

/** What `render --out` may have written; a document that is not due any more is one of them. */
const NAMES: readonly string[] = ["compose.yaml", "lago.compose.yaml"];
/** Documents that stand alone: with one of them the others of a folder are left as they are. */
const ALONE: readonly string[] = ["compose.profiles.yaml", APP_FILE];

/** A rendered document holds no secret, so everybody may read it. */
const READABLE = 0o644;

/** What became of the files of a folder. */
export interface RenderedFiles {
  readonly directory: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Documents of an earlier rendering that are not due any more. */
  readonly removed: readonly string[];
}

/** What was done, a line for each file. */
export function renderedStory({ directory, written = [], removed = [], note }: Partial<RenderedFiles & Rendering>) {
  const lines = [
    ...written.map((name) => `wrote ${directory}/${name}`),
    ...removed.map((name) => `removed ${directory}/${name}`),
  ];
  return lines.length > 0 ? lines : [note?.trim() ?? "nothing differs"];
}

type State = "missing" | "same" | "other" | "stale" | "absent";

interface FileState {
  readonly name: string;
  readonly path: string;
  readonly state: State;
  readonly text: string;
}

/** Writes the documents into a folder. RENDER_NOT_OURS before anything is touched when a file there is somebody else's. */
export async function writeRendering(world: World, rendering: Rendering, given: string): Promise<RenderedFiles> {
  const { directory, files } = await look(world, rendering, given);
  for (const { state, path } of files)
    if (state === "other" && !(await isOurs(world, path))) throw AvbError.of("RENDER_NOT_OURS", { path });
  for (const { state, path, text } of files) {
    if (state === "missing" || state === "other") await world.files.write(path, text, READABLE);
    if (state === "stale") await world.files.remove(path);
  }
  const named = (...states: readonly State[]) =>
    files.filter((one) => states.includes(one.state)).map(({ name }) => name);
  return { directory, written: named("missing", "other"), unchanged: named("same"), removed: named("stale") };
}

/** Compares a folder with the documents: RENDER_DRIFT (14) names the first file that differs. */
export async function checkRendering(
  world: World,
  rendering: Rendering,
  { directory: given, options }: { readonly directory: string; readonly options: string },
): Promise<RenderedFiles> {
  const { directory, files } = await look(world, rendering, given);
  const odd = files.find(({ state }) => state !== "same" && state !== "absent");
  if (odd !== undefined) {
    const why = odd.state === "other" ? await differenceOf(world, odd) : WHY[odd.state];
    throw AvbError.of("RENDER_DRIFT", { path: odd.path, why, options, directory: given });
  }
  return {
    directory,
    written: [],
    unchanged: files.flatMap(({ state, name }) => (state === "same" ? [name] : [])),
    removed: [],
  };
}

const WHY = {
  missing: "it is not there",
  stale: "it is not due any more",
  same: "",
  absent: "",
} as const;

/** The line in which a file first differs, counted from 1. */
async function differenceOf(world: World, { path, text }: FileState): Promise<string> {
  const have = ((await world.files.read(path)) ?? "").split("\n");
  const want = text.split("\n");
  const at = want.findIndex((line, index) => line !== have[index]);
  return `line ${(at === -1 ? want.length : at) + 1} differs`;
}

async function look(world: World, rendering: Rendering, given: string) {
  const { directory, due, names } = placeOf(rendering, absolute(world, given));
  const files: FileState[] = [];
  for (const name of names) {
    const path = `${directory}/${name}`;
    files.push({ name, path, state: await stateOf(world, path, due.get(name)), text: due.get(name) ?? "" });
  }
  return { directory, files };
}

const absolute = ({ host }: World, given: string): string =>
  (/^([/\\]|[A-Za-z]:)/.test(given) ? given : `${host.cwd}/${given}`).replace(/[/\\]\.(?=[/\\]|$)/g, "");

/** A folder, or one file for one document: RENDER_ONE_FILE (2) for several. */
function placeOf({ documents }: Rendering, path: string) {
  const [, folder, file] = /^(.*)[/\\]([^/\\]+\.ya?ml)$/.exec(path) ?? [];
  const due = new Map(documents.map((one) => [file ?? one.file, one.text]));
  if (folder === undefined || file === undefined) {
    const alone = ALONE.filter((name) => due.has(name));
    return { directory: path, due, names: alone.length > 0 ? alone : NAMES };
  }
  if (documents.length > 1)
    throw AvbError.of("RENDER_ONE_FILE", { path, documents: documents.map((one) => one.file).join(", "), folder });
  return { directory: folder === "" ? "/" : folder, due, names: [file] };
}

async function stateOf(world: World, path: string, text: string | undefined): Promise<State> {
  const present = await world.files.read(path);
  if (text === undefined) return present?.startsWith(RENDERED_BY) ? "stale" : "absent";
  if (present === undefined) return "missing";
  return present === text ? "same" : "other";
}

const isOurs = async (world: World, path: string): Promise<boolean> =>
  (await world.files.read(path))?.startsWith(RENDERED_BY) ?? true;
