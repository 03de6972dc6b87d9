import { isMap } from "./config-layers.ts";
import { isOneOf } from "./shape.ts";
import type { KeyPath } from "./yaml-document.ts";

/** The file of a repository that says which content its image names stand for; it is committed. */
export const IMAGE_LOCK = ".devenv.lock.json";

/** Digests by the image names that fragments and configuration use. */
export type LockedImages = Readonly<Record<string, string>>;

/** Something in the file that is not allowed there. */
export interface LockIssue {
  readonly path: KeyPath;
  readonly what: string;
  readonly allowed: string;
}

const VERSION = 1;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const isVersion = isOneOf([VERSION]);

/** What is wrong with the content of a lock file; nothing when it can be used. */
export function lockIssues(value: unknown): readonly LockIssue[] {
  if (!isMap(value) || !isVersion(value.version))
    return [issue(["version"], "the file is no lock of this version of avb", `"version": ${VERSION}`)];
  if (!isMap(value.images)) return [issue(["images"], "the file locks no images", '"images": an object')];
  return Object.entries(value.images)
    .filter(([, digest]) => !DIGEST.test(String(digest)))
    .map(([name]) => issue(["images", name], `${name} has no digest`, '"sha256:" and 64 hexadecimal digits'));
}

const issue = (path: KeyPath, what: string, allowed: string): LockIssue => ({ path, what, allowed });

/** The images of a content without issues. */
export const lockedImages = (value: unknown): LockedImages => Object(Object(value).images);

/** The text of a lock, the same for the same images. */
export function lockText(images: LockedImages): string {
  const sorted = Object.entries(images).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify({ version: VERSION, images: Object.fromEntries(sorted) }, null, 2)}\n`;
}
