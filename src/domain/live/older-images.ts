import type { ListedEngineImage } from "../engine-images.ts";
import { type ImageBuild, LABELS } from "./desired.ts";

const DIGITS = 12;

/** What an image is called: by its references, or by its id, cut as docker cuts it, where another one has its name by now. */
export const namesOf = ({ id, tags }: ListedEngineImage): readonly string[] =>
  tags.length > 0 ? tags : [id.replace("sha256:", "").slice(0, DIGITS)];

/** For which container and from which image one was derived: of those with the same answer only the newest is of use. */
const purposeOf = (labels: ListedEngineImage["labels"]): string =>
  JSON.stringify([labels[LABELS.prepared], labels[LABELS.image]]);

/** Of derived images, those that a newer one has taken the place of, with that one's name. */
export function replacedImages(derived: readonly ListedEngineImage[]): ReadonlyMap<ListedEngineImage, string> {
  const newest = new Map<string, ListedEngineImage>();
  for (const one of derived.toSorted((a, b) => a.madeAtMs - b.madeAtMs)) newest.set(purposeOf(one.labels), one);
  return new Map(
    derived.flatMap((one) => {
      const last = newest.get(purposeOf(one.labels));
      return last === undefined || last === one ? [] : [[one, namesOf(last)[0] ?? ""] as const];
    }),
  );
}

/** The names of derived images that one which is to be built takes the place of. */
export const olderThan = ({ labels }: ImageBuild, derived: readonly ListedEngineImage[]): readonly string[] =>
  derived.filter((one) => purposeOf(one.labels) === purposeOf(labels)).flatMap(namesOf);
