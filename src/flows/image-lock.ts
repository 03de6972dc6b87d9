import type { Checkout } from "../domain/checkout.ts";
import { textOf } from "../domain/config-text.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import { IMAGE_LOCK, type LockedImages, lockedImages, lockIssues, lockText } from "../domain/image-lock.ts";
import type { World } from "../domain/world.ts";
import { YAML_LIMITS } from "../domain/yaml-check.ts";
import { readWithin } from "./read-within.ts";

/** Everybody of the team may read it: it is committed. */
const READABLE = 0o644;

/** What the repository's images are locked to; nothing where it has no lock. IMAGE_LOCK_INVALID (3) for one that cannot be used. */
export async function lockedDigests(world: World, { root }: Checkout): Promise<LockedImages> {
  const path = `${root}/${IMAGE_LOCK}`;
  const read = await readWithin(world, { root, path, maxBytes: YAML_LIMITS.bytes });
  if (read === undefined) return {};
  const label = root === world.host.cwd ? IMAGE_LOCK : path;
  const { document, problems } = await world.yaml.inspect(textOf(read.bytes, label), label);
  const issues = document === undefined ? [] : lockIssues(document.value);
  const found = issues.map(({ path: at, what, allowed }) =>
    AvbError.of("IMAGE_LOCK_INVALID", { what, allowed }, { place: document?.placeOf(at) ?? { file: label } }),
  );
  const [first, ...rest] = [...problems, ...found];
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
  return lockedImages(document?.value);
}

/** Writes the lock unless it says the same already; answers whether it did. */
export async function writeImageLock(world: World, { root }: Checkout, images: LockedImages): Promise<boolean> {
  const path = `${root}/${IMAGE_LOCK}`;
  const text = lockText(images);
  if ((await world.files.read(path)) === text) return false;
  await world.files.write(path, text, READABLE);
  return true;
}
