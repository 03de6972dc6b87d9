import type { View } from "./env-value.ts";
import type { ProfileId } from "./profiles/profile.ts";

/** What somebody asked of `env`, `exec` or a written file: plain data, so that a file can be written again later. */
export interface EnvWishes {
  readonly view: View;
  /** Only variables of these services; all when empty. */
  readonly services: readonly string[];
  readonly profile?: ProfileId;
  /** `A=B`: variable A under the name B. */
  readonly renames: readonly string[];
}
