import type { Checkout } from "../domain/checkout.ts";
import { renderEnv } from "../domain/env-format/render-env.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import type { Stack } from "../domain/stack.ts";
import { standInCautions } from "../domain/stand-in-words.ts";
import type { World } from "../domain/world.ts";
import { parseWritten, type WrittenFile } from "../domain/written-file.ts";
import { effectiveEnv } from "./env-values.ts";
import { plainValues, type ValueOptions } from "./plain-values.ts";
import type { SecretWishes } from "./stack-secrets.ts";

/** What has become of a file that avb wrote. */
export interface WrittenState {
  readonly path: string;
  readonly state: "current" | "stale" | "refreshed" | "edited" | "missing" | "kept" | "blocked";
  /** Why a blocked file cannot be written again. */
  readonly why?: string;
}

const COMMENT = "Written by avb dev env --write; avb dev up keeps it true until somebody edits it. Do not commit it.";

type Opening = Pick<ValueOptions, "orLocal" | "asking">;

/** The text of a file of values, with its secrets. */
export async function textOfFile(
  world: World,
  checkout: Checkout,
  stack: Stack,
  { wishes, format, orLocal = false, asking }: Pick<WrittenFile, "wishes" | "format"> & Opening,
): Promise<{ readonly text: string; readonly cautions: readonly string[]; readonly platform: readonly string[] }> {
  const { variables, cautions } = await effectiveEnv(world, checkout, stack, wishes);
  const values = await plainValues(world, checkout, variables, { stack, secrets: true, orLocal, asking });
  const text = renderEnv(format, values.entries, [COMMENT, ...standInCautions(stack)].join(" "));
  return { text, cautions: [...cautions, ...values.cautions], platform: values.platform };
}

/** The files this checkout wrote, as last recorded. */
export const writtenFiles = async (world: World, { state }: Checkout): Promise<readonly WrittenFile[]> =>
  parseWritten((await world.files.read(state.writtenEnv)) ?? "");

/**
 * Remembers a file. A line is added and nothing rewritten, so that two commands at once both get theirs in; it begins on a
 * line of its own even where a crash cut the one before it short.
 */
export const rememberFile = (world: World, { state }: Checkout, file: WrittenFile): Promise<void> =>
  world.files.append(state.writtenEnv, `\n${JSON.stringify(file)}\n`);

/**
 * Which of the files that `env --write` made no longer hold what this stack's values are; nothing is written. `orLocal` for
 * a stack that is still to be started: its Vault cannot be asked.
 */
export const staleWrittenEnv = (
  world: World,
  checkout: Checkout,
  stack: Stack,
  { orLocal = false }: Pick<SecretWishes, "orLocal"> = {},
): Promise<readonly WrittenState[]> =>
  each(world, checkout, async (file) =>
    (await nextText(world, checkout, stack, { ...file, orLocal })) === undefined ? "current" : "stale",
  );

/** Writes again what `env --write` made and nobody has edited, where the stack's values have changed since. */
export const refreshWrittenEnv = (world: World, checkout: Checkout, stack: Stack): Promise<readonly WrittenState[]> =>
  each(world, checkout, async (file) => {
    const text = await nextText(world, checkout, stack, file);
    if (text === undefined) return "current";
    await world.files.write(file.path, text);
    await rememberFile(world, checkout, { ...file, mode: stack.mode, sha256: world.hash.sha256(text) });
    return "refreshed";
  });

type Act = (file: WrittenFile) => Promise<WrittenState["state"]>;

async function each(world: World, checkout: Checkout, act: Act): Promise<readonly WrittenState[]> {
  const states: WrittenState[] = [];
  for (const file of await writtenFiles(world, checkout)) states.push(await stateOf(world, file, act));
  return states;
}

async function stateOf(world: World, file: WrittenFile, act: Act): Promise<WrittenState> {
  const { path } = file;
  const facts = await world.files.facts(path);
  if (facts === undefined) return { path, state: "missing" };
  try {
    const text = facts.kind === "file" && facts.links === 1 ? await world.files.read(path) : undefined;
    if (text === undefined || world.hash.sha256(text) !== file.sha256) return { path, state: "edited" };
    // A file for production was asked for by name; what runs here says nothing about it.
    return { path, state: file.mode === "production" ? "kept" : await act(file) };
  } catch (error) {
    if (!(error instanceof AvbError || error instanceof AvbErrors)) throw error;
    return { path, state: "blocked", why: error.message };
  }
}

/** What the file should hold now, or undefined when it does. */
async function nextText(
  world: World,
  checkout: Checkout,
  stack: Stack,
  file: WrittenFile & Pick<SecretWishes, "orLocal">,
): Promise<string | undefined> {
  const { text } = await textOfFile(world, checkout, stack, file);
  return world.hash.sha256(text) === file.sha256 ? undefined : text;
}
