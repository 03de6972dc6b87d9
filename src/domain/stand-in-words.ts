import type { Stack } from "./stack.ts";

/** Behind a service's name, where its own images cannot be had. */
export const STAND_IN_MARK = "avb's stand-in, not the real image";

/** What every command says that speaks of a stack in which avb's own program runs in the place of a service. */
export const standInCautions = ({ standIns = new Set() }: Pick<Stack, "standIns">): readonly string[] =>
  [...standIns].map((id) => `${id} is ${STAND_IN_MARK}`);
