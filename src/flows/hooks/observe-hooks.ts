import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { HOOK_NAMES, type Hook, type HookName, hookOf } from "../../domain/hook.ts";
import type { World } from "../../domain/world.ts";
import { readWithin } from "../read-within.ts";
import { type HookRecord, hookRecord } from "./hook-record.ts";

/** A hook, what it is made of, and whether it came to its end as it is now. */
export interface SeenHook {
  readonly hook: Hook;
  readonly digest: string;
  readonly standing: "done" | "changed" | "unfinished";
}

/** The hooks of a checkout by their moment. */
export type SeenHooks = ReadonlyMap<HookName, SeenHook>;

/** No hook at all: none is there, or they are left out. */
export const NO_HOOKS: SeenHooks = new Map();

/** The largest file of a hook that is looked at. */
const LARGEST_BYTES = 16 << 20;

/** Looks at these hooks and at the files they name; HOOK_NOT_FOUND (3) for a program of the repository that is not there. */
export async function observeHooks(
  world: World,
  checkout: Checkout,
  names: readonly HookName[] = HOOK_NAMES,
): Promise<SeenHooks> {
  const { hooks } = checkout.loaded.config;
  const wanted = names.flatMap((name) => hookOf(hooks, name) ?? []);
  if (wanted.length === 0) return NO_HOOKS;
  const record = await hookRecord(world, checkout);
  const seen = await Promise.all(wanted.map((hook) => look(world, { checkout, hook, record })));
  return new Map(seen.map((one) => [one.hook.name, one]));
}

interface Look {
  readonly checkout: Checkout;
  readonly hook: Hook;
  readonly record: HookRecord;
}

async function look(world: World, { checkout, hook, record }: Look): Promise<SeenHook> {
  await mustBeThere(world, checkout, hook);
  const files = await Promise.all(hook.command.map((word) => digestOf(world, checkout, word)));
  const digest = world.hash.sha256(JSON.stringify([hook.command, hook.profile ?? "", files])).slice(0, 16);
  const before = record[hook.name];
  return { hook, digest, standing: before === digest ? "done" : before === undefined ? "unfinished" : "changed" };
}

/** A word that names a file of the repository stands for its content; any other for itself. */
async function digestOf(world: World, { root }: Checkout, word: string): Promise<string> {
  if (!/^[\w@.]/.test(word) || word.includes("://")) return "";
  const options = { root, path: `${root}/${word}`, maxBytes: LARGEST_BYTES };
  const read = await readWithin(world, options).catch((error: unknown) => {
    if (error instanceof AvbError) return undefined;
    throw error;
  });
  return read === undefined ? "" : world.hash.sha256(read.bytes);
}

/** A program with a slash in its name is a file of the repository; any other one is searched on PATH when it is run. */
async function mustBeThere(world: World, { root, loaded }: Checkout, { name, command }: Hook): Promise<void> {
  const [file] = command;
  if (!file.includes("/") || file.startsWith("/")) return;
  const read = await readWithin(world, { root, path: `${root}/${file}`, maxBytes: LARGEST_BYTES });
  const place = loaded.places?.[`hooks.${name}`];
  const refuse = (why: string, fix: string) =>
    AvbError.of("HOOK_NOT_FOUND", { hook: name, file, why, fix }, place === undefined ? {} : { place });
  if (read === undefined) throw refuse("there is no such file below the root", `write it, or remove hooks.${name}`);
  if (world.host.platform !== "win32" && (read.facts.mode & 0o111) === 0)
    throw refuse("it may not be executed", `chmod +x ${root}/${file}`);
}
