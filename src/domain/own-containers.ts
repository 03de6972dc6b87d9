import type { FragmentIssue } from "./fragment.ts";
import { FORMS } from "./fragment-rules.ts";
import { fragmentPart, type OwnContainer } from "./own-container.ts";
import type { OwnContainers } from "./own-services.ts";
import { formatKeyPath } from "./yaml-document.ts";

/**
 * The containers of `services` as a fragment, so that the same rules judge them; undefined where there are none. A
 * fragment declares its volumes; in `.devenvrc` a volume is one by being mounted under a plain name.
 */
export function ownFragment(containers: OwnContainers): object | undefined {
  const all = Object.entries(containers);
  if (all.length === 0) return undefined;
  const names = all.flatMap(([, container]) => volumesOf(container.volumes));
  return {
    services: Object.fromEntries(
      all.map(([name, container]) => [name, { ...knowsItself(container), ...fragmentPart(container) }]),
    ),
    volumes: Object.fromEntries(names.map((name) => [name, null])),
  };
}

/** Nothing inside need tell how it is where avb asks from outside, or waits for its end. */
const knowsItself = ({ probe, restart, healthcheck }: OwnContainer): object =>
  healthcheck === undefined && (probe !== undefined || restart === "no") ? { "x-avb-ready": "none" } : {};

/** The plain names under which something is mounted. */
export const volumesOf = (mounts: unknown): readonly string[] =>
  Array.isArray(mounts) ? mounts.flatMap((mount) => /^([a-z][a-z0-9-]*):/.exec(String(mount))?.[1] ?? []) : [];

/** What the rules of fragments found, one issue for a place, in words that fit `.devenvrc`. */
export const ownContainerIssues = (issues: readonly FragmentIssue[]): readonly FragmentIssue[] =>
  [...new Map(issues.toReversed().map((issue) => [formatKeyPath(issue.path), issue])).values()]
    .toReversed()
    .map((issue) => ({ ...issue, allowed: allowedHere(issue) }));

const VOLUME = "VOLUME:/PATH or VOLUME:/PATH:ro, with VOLUME a name of a-z, 0-9 and dashes";

/** What `.devenvrc` has in place of a key of Compose. */
const INSTEAD: Readonly<Record<string, string>> = {
  depends_on: "write needs: with the names of services that must be usable first",
  env_file: "write its variables under environment",
  secrets: "write $\u{7B}secret:NAME} in a value of environment",
  expose: "write ports: with a name for each port inside the container",
  configs: "put the file into the image",
  security_opt: "remove it: no-new-privileges is set for all",
  cap_drop: "remove it: every capability is dropped",
  logging: "remove it: it is the same for all",
};

function allowedHere({ path, atKey, allowed }: FragmentIssue): string {
  const instead = atKey && path.length === 3 ? INSTEAD[String(path[2])] : undefined;
  return instead ?? allowed.replace(FORMS.volume.allowed, VOLUME);
}
