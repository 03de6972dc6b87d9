import { isMap } from "./config-layers.ts";
import type { FragmentIssue } from "./fragment.ts";
import { FORMS } from "./fragment-rules.ts";
import { formatKeyPath } from "./yaml-document.ts";

/**
 * The containers of `services` as a fragment, so that the same rules judge them; undefined where there are none. A
 * fragment declares its volumes; in `.devenvrc` a volume is one by being mounted under a plain name.
 */
export function ownFragment(containers: Readonly<Record<string, unknown>>): object | undefined {
  const all = Object.values(containers);
  if (all.length === 0) return undefined;
  const mounts = all.flatMap((one) => (isMap(one) && Array.isArray(one.volumes) ? one.volumes : []));
  const names = mounts.flatMap((mount) => /^([a-z][a-z0-9-]*):/.exec(String(mount))?.[1] ?? []);
  return { services: containers, volumes: Object.fromEntries(names.map((name) => [name, null])) };
}

/** What the rules of fragments found, one issue for a place, in words that fit `.devenvrc`. */
export const ownContainerIssues = (issues: readonly FragmentIssue[]): readonly FragmentIssue[] =>
  [...new Map(issues.toReversed().map((issue) => [formatKeyPath(issue.path), issue])).values()]
    .toReversed()
    .map((issue) => ({ ...issue, allowed: issue.allowed.replace(FORMS.volume.allowed, VOLUME) }));

const VOLUME = "VOLUME:/PATH or VOLUME:/PATH:ro, with VOLUME a name of a-z, 0-9 and dashes";
