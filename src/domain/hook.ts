import { printable } from "./printable.ts";
import type { ProfileId } from "./profiles/profile.ts";

/** Moments at which a hook may run: the stack can be used; it is about to be seeded, or was; it is about to be ended. */
export const HOOK_NAMES = ["after_usable", "before_seed", "after_seed", "before_down"] as const;

/** One of those moments. */
export type HookName = (typeof HOOK_NAMES)[number];

/** A hook with more to say than its command. */
export interface HookDescription {
  /** A program and its arguments. */
  readonly run: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
  /** The application whose variables it gets. */
  readonly profile?: ProfileId;
}

/** The hooks of a configuration by their moment. */
export type HookWishes = Readonly<Partial<Record<HookName, readonly string[] | HookDescription>>>;

/** A program that is to be run at a moment. */
export interface Hook {
  readonly name: HookName;
  readonly command: readonly [string, ...string[]];
  readonly timeoutMs: number;
  readonly profile?: ProfileId;
}

/** Seconds that a hook may take when it does not say. */
export const USUAL_HOOK_S = 300;

/** The hook of a moment; undefined where there is none. */
export function hookOf(wishes: HookWishes, name: HookName): Hook | undefined {
  const wish = wishes[name];
  if (wish === undefined) return undefined;
  const { run, timeout = USUAL_HOOK_S, profile }: HookDescription = "run" in wish ? wish : { run: wish };
  const [program, ...rest] = run;
  if (program === undefined) return undefined;
  return {
    ...{ name, command: [program, ...rest], timeoutMs: timeout * 1000 },
    ...(profile === undefined ? {} : { profile }),
  };
}

/** Every word of every hook: what may name a file of the repository. */
export const hookWords = (wishes: HookWishes): readonly string[] =>
  Object.values(wishes).flatMap((wish) => ("run" in wish ? wish.run : wish));

const LONGEST = 200;

/** The command as a person types it. */
export const commandText = (command: readonly string[]): string =>
  printable(
    command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" "),
    LONGEST,
  );
