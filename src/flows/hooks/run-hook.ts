import type { Checkout } from "../../domain/checkout.ts";
import { handedOn, noProxy } from "../../domain/child-environment.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { commandText, type Hook } from "../../domain/hook.ts";
import type { Report } from "../../domain/plan.ts";
import { printable, tailOf } from "../../domain/printable.ts";
import type { Followed } from "../../domain/processes.ts";
import { redactor } from "../../domain/redact.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { effectiveEnv } from "../env-values.ts";
import { isSecret, plainValues } from "../plain-values.ts";

/** A hook that is to be run for a stack. */
export interface HookRun {
  readonly checkout: Checkout;
  readonly stack: Stack;
  readonly hook: Hook;
}

const LONGEST_LINE = 1000;
/** They were told already: these only show where it ended. */
const KEPT_LINES = 5;

/**
 * Runs a hook in the checkout's folder with the variables that `exec` gives, of avb's own environment only those that hold no
 * credential. Its lines are told as they come, without the stack's secrets. HOOK_FAILED (8), HOOK_STOPPED_DOWN (13).
 */
export async function runHook(
  world: World,
  run: HookRun,
  { report, signal }: { readonly report: Report; readonly signal: AbortSignal },
): Promise<void> {
  const { checkout, hook } = run;
  const { env, hide } = await environmentOf(world, run);
  const lines: string[] = [];
  const line = (text: string) => {
    const safe = printable(hide(text), LONGEST_LINE);
    lines.push(safe);
    if (lines.length > KEPT_LINES) lines.shift();
    report.say(safe);
  };
  const options = { cwd: checkout.root, env, timeoutMs: hook.timeoutMs, signal, line };
  const how = howItEnded(hook, await world.shell.follow(programOf(checkout, hook), options).catch(notStarted));
  if (how !== undefined) throw failure(hook, how, lines);
}

function programOf({ root }: Checkout, { command: [file, ...args] }: Hook): readonly [string, ...string[]] {
  return [file.includes("/") && !file.startsWith("/") ? `${root}/${file}` : file, ...args];
}

/** What becomes of it when it could not even be started, in the words of the system. */
function notStarted(error: unknown): string {
  if (error instanceof AvbError) return error.code === "EXEC_NOT_FOUND" ? "is not on PATH" : `failed: ${error.message}`;
  throw error;
}

function howItEnded({ timeoutMs }: Hook, end: Followed | string): string | undefined {
  if (typeof end === "string") return end;
  if (end.late) return `was not done within ${timeoutMs / 1000} s and was ended`;
  if (end.signal !== undefined) return `was ended by ${end.signal}`;
  return end.exitCode === 0 ? undefined : `ended with ${end.exitCode}`;
}

function failure({ name, command, profile }: Hook, how: string, lines: readonly string[]): AvbError {
  const facts = { command: commandText(command), how };
  const more = lines.length === 0 ? {} : ({ detail: tailOf(lines.join("\n")), isTold: true } as const);
  if (name === "before_down") return AvbError.of("HOOK_STOPPED_DOWN", facts, more);
  const options = profile === undefined ? "" : ` --profile ${profile}`;
  const verb = name === "after_usable" ? "up" : "seed";
  return AvbError.of("HOOK_FAILED", { ...facts, hook: name, options, verb }, more);
}

async function environmentOf(world: World, { checkout, stack, hook }: HookRun) {
  const { profile } = hook;
  const wishes = { view: "host", services: [], renames: [], ...(profile === undefined ? {} : { profile }) } as const;
  const { variables } = await effectiveEnv(world, checkout, stack, wishes);
  // Hooks run before Vault is seeded too: then the values are those that it will be given.
  const { entries } = await plainValues(world, checkout, variables, { stack, secrets: true, orLocal: true });
  const secret = new Set(variables.filter(isSecret).map(({ name }) => name));
  const parent = handedOn(world.host.env);
  const own = Object.fromEntries(entries.map(({ name, text }) => [name, text]));
  const about = { AVB_HOOK: hook.name, AVB_MODE: stack.mode, AVB_SLOT: String(stack.slot) };
  const texts = entries.filter(({ name }) => secret.has(name)).map(({ text }) => text);
  return { env: { ...parent, ...noProxy(parent), ...about, ...own }, hide: redactor(texts, base64) };
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
