import { AvbError } from "../domain/errors/avb-error.ts";
import type { Stack } from "../domain/stack.ts";

/** Where a verb belongs that a mode does not have. */
const BELONGS = { where: "the sandbox mode", fix: "avb dev {verb} --mode sandbox" } as const;

/** The stack, when avb starts it at all: production is never started from here (VERB_NOT_IN_MODE, 2). */
export function requireStartable(verb: string, stack: Stack): Stack {
  if (stack.mode !== "production") return stack;
  const fix = BELONGS.fix.replace("{verb}", verb);
  throw AvbError.of("VERB_NOT_IN_MODE", { verb, mode: stack.mode, where: BELONGS.where, fix });
}

/**
 * The stack, when it is one that this verb can act on. Production is never started or changed from here
 * (VERB_NOT_IN_MODE, 2); live is not there yet (MODE_NOT_AVAILABLE, 5). Real containers beside the sandbox do not matter,
 * except in place of the stand-in that the verb speaks to.
 */
export function requireSandbox(verb: string, stack: Stack, standIn?: "keycloak"): Stack {
  requireStartable(verb, stack);
  if (stack.mode === "live") throw AvbError.of("MODE_NOT_AVAILABLE", { what: "--mode live" });
  if (standIn === undefined || !stack.running.has(standIn)) return stack;
  throw AvbError.of("VERB_NOT_IN_MODE", {
    ...{ verb, mode: `${stack.mode} with a real ${standIn}` },
    ...{ where: "the sandbox's own", fix: `avb dev up --mode sandbox --without ${standIn}` },
  });
}
