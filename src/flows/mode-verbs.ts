import { AvbError } from "../domain/errors/avb-error.ts";
import type { Stack } from "../domain/stack.ts";

/** The stack, when avb starts it at all: production is never started from here (VERB_NOT_IN_MODE, 2). */
export function requireStartable(verb: string, stack: Stack): Stack {
  if (stack.mode !== "production") return stack;
  throw notIn(verb, stack);
}

const notIn = (verb: string, { mode }: Stack): AvbError =>
  AvbError.of("VERB_NOT_IN_MODE", { verb, mode, where: "the sandbox mode", fix: "avb dev up --mode sandbox" });

/**
 * The stack, when the sandbox server runs in it, whose clock and keys are avb's own; real services keep theirs
 * (VERB_NOT_IN_MODE, 2). Real containers beside the sandbox do not matter, except in place of the stand-in that the verb
 * speaks to.
 */
export function requireSandbox(verb: string, stack: Stack, standIn?: "keycloak"): Stack {
  requireStartable(verb, stack);
  if (stack.mode === "live") throw notIn(verb, stack);
  if (standIn === undefined || !stack.running.has(standIn)) return stack;
  throw AvbError.of("VERB_NOT_IN_MODE", {
    ...{ verb, mode: `${stack.mode} with a real ${standIn}` },
    ...{ where: "the sandbox's own", fix: `avb dev up --mode sandbox --without ${standIn}` },
  });
}
