import * as z from "zod/mini";
import { HOOK_NAMES } from "../domain/hook.ts";
import { PROFILE_IDS } from "../domain/profiles/profile.ts";

const COMMAND = "a list of texts, a program and its arguments, or a map with 'run', 'timeout' and 'profile'";
const TIMEOUT = "seconds, 1 to 86400";
const WORD = "a text without control characters";

const command = z
  .array(z.string({ error: WORD }).check(z.regex(/^[^\p{Cc}]+$/u, { error: WORD })), { error: "a list of texts" })
  .check(z.minLength(1, { error: "a program and its arguments" }));

const described = z.strictObject({
  run: command,
  timeout: z.exactOptional(
    z.int({ error: TIMEOUT }).check(z.minimum(1, { error: TIMEOUT }), z.maximum(86400, { error: TIMEOUT })),
  ),
  profile: z.exactOptional(z.enum(PROFILE_IDS, { error: `one of ${PROFILE_IDS.join(", ")}` })),
});

/** The keys of a hook that is written as a map. */
export const HOOK_KEYS: readonly string[] = Object.keys(described.shape);

/** Programs by the moment at which they are run. */
export const hooks = z.partialRecord(z.enum(HOOK_NAMES), z.union([command, described], { error: COMMAND }), {
  error: "a map of moments to commands",
});

/** What is wrong with a hook in the form that it was written in: a list, or a map. */
export function formOfHook(issue: z.core.$ZodIssue, got: unknown): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [];
  const [asList = [], asMap = []] = issue.errors;
  if (Array.isArray(got)) return asList;
  return got instanceof Object ? asMap : [];
}
